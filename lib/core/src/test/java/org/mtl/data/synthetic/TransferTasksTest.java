package org.mtl.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class TransferTasksTest {

    private static final TransferTasks.Sizes SIZES = new TransferTasks.Sizes(10, 20, 5);

    private static double cosine(double[] a, double[] b) {
        return Orthonormal.dot(a, b) / Math.sqrt(Orthonormal.dot(a, a) * Orthonormal.dot(b, b));
    }

    @Property(tries = 30)
    void anglesAreThoseAskedFor(@ForAll @DoubleRange(min = -1, max = 1) double cosine, @ForAll long seed) {
        List<TransferTasks.Task> tasks =
                TransferTasks.cosine(7, new double[] {cosine}, TransferTasks.Response.LINEAR, SIZES, 0, seed).tasks();
        assertEquals(cosine, cosine(tasks.get(0).coefficients()[0], tasks.get(1).coefficients()[0]), 1e-12);
        assertEquals(1, Orthonormal.dot(tasks.get(1).coefficients()[0], tasks.get(1).coefficients()[0]), 1e-12);
        List<TransferTasks.Task> subspaces = TransferTasks.reluSubspace(8, 3, new double[] {cosine}, SIZES, 0, seed).tasks();
        RealMatrix one = MatrixUtils.createRealMatrix(subspaces.get(0).coefficients());
        RealMatrix other = MatrixUtils.createRealMatrix(subspaces.get(1).coefficients());
        for (double principal : new SingularValueDecomposition(one.multiply(other.transpose())).getSingularValues()) {
            assertEquals(Math.abs(cosine), principal, 1e-10);
        }
    }

    /** TT' = QD²Q': the eigenvalues are 100² on a tenth of the coordinates, else 1; equal ones, or the same rotation, as named. */
    @Test
    void covariancesAreThoseOfThePaper() {
        List<TransferTasks.Task> tasks = TransferTasks.covariance(20, 0.96, TransferTasks.Response.LINEAR, SIZES, 0, 5).tasks();
        RealMatrix target = covariance(tasks.get(0));
        for (TransferTasks.Task task : tasks) {
            double[] values = new SingularValueDecomposition(covariance(task)).getSingularValues();
            for (int j = 0; j < 20; j++) {
                assertEquals(j < 2 ? 1e4 : 1, values[j], 1e-6);
            }
            if (!task.name().equals(TransferTasks.TARGET)) {
                assertEquals(0.96, cosine(tasks.get(0).coefficients()[0], task.coefficients()[0]), 1e-12);
            }
        }
        assertEquals(0, target.subtract(covariance(tasks.get(1))).getFrobeniusNorm(), 1e-9);
        // One rotation: the covariances commute, and their large directions are orthogonal.
        RealMatrix product = target.multiply(covariance(tasks.get(2)));
        assertEquals(0, product.subtract(product.transpose()).getFrobeniusNorm(), 1e-6);
        assertEquals(4e4 + 16, product.getTrace(), 1e-6);
    }

    private static RealMatrix covariance(TransferTasks.Task task) {
        RealMatrix transform = MatrixUtils.createRealMatrix(task.transform());
        return transform.multiply(transform.transpose());
    }

    @Test
    void wrongValuesAreNamed() {
        assertThrows(MtlException.class, () -> new TransferTasks.Sizes(0, 1, 1));
        assertThrows(MtlException.class,
                () -> TransferTasks.cosine(3, new double[] {1.5}, TransferTasks.Response.LINEAR, SIZES, 0, 1));
        assertThrows(MtlException.class, () -> TransferTasks.reluSubspace(5, 3, new double[] {1}, SIZES, 0, 1));
        assertThrows(MtlException.class,
                () -> TransferTasks.covariance(5, 0.9, TransferTasks.Response.LINEAR, SIZES, -1, 1));
    }
}
