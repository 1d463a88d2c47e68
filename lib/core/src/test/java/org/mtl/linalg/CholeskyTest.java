package org.mtl.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Cholesky, eigendecomposition and elimination against hand values and against each other. */
class CholeskyTest {

    @Test
    void solvesByHand() {
        // [[4, 2], [2, 3]] x = [2, 5] and [8, 8]: x = [−1/2, 2] and [1, 2].
        double[] columns = {2, 5, 8, 8};
        Cholesky.of(new double[] {4, 2, 2, 3}, 2).orElseThrow().solve(columns, 2);
        assertArrayEquals(new double[] {-0.5, 2, 1, 2}, columns, 1e-15);
    }

    @Test
    void singularAndNearlySingularMatricesAreRefused() {
        assertTrue(Cholesky.of(new double[] {1, 1, 1, 1}, 2).isEmpty());
        assertTrue(Cholesky.of(new double[] {1, 2, 2, 1}, 2).isEmpty());
        assertTrue(Cholesky.of(new double[] {1, 1, 1, 1 + 1e-16}, 2).isEmpty());
        assertFalse(Cholesky.of(new double[] {1, 1, 1, 1 + 1e-9}, 2).isEmpty());
    }

    @Test
    void eigenvaluesByHand() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[] {2, 1, 1, 2}, 2);
        assertArrayEquals(new double[] {1, 3}, eigen.values(), 1e-15);
        assertEquals(0, eigen.vectors()[0] + eigen.vectors()[1], 1e-15);
        assertArrayEquals(new double[] {2, 1, 1, 2}, eigen.matrix(eigen.values()), 1e-15);
        double[] solution = eigen.apply(eigen.inverseFactors(), new double[] {3, 0}, 1);
        assertArrayEquals(new double[] {2, -1}, solution, 1e-15);
    }

    @Test
    void pseudoInverseLeavesOutTheNullSpace() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[] {1, 1, 1, 1}, 2);
        assertArrayEquals(
                new double[] {0.5, 0.5}, eigen.apply(eigen.inverseFactors(), new double[] {3, -1}, 1), 1e-15);
    }

    @Test
    void smallSystemsArePivoted() {
        double[] rhs = {3, 2};
        assertTrue(SmallSystem.solve(2, new double[] {0, 1, 2, 0}, rhs));
        assertArrayEquals(new double[] {1, 3}, rhs, 1e-15);
        assertFalse(SmallSystem.solve(2, new double[] {1, 2, 2, 4}, new double[] {1, 1}));
    }
}
