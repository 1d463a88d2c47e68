package org.mtl.dl4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between Java's arrays and those of ND4J, in bulk: one element at a time takes twenty times as long. */
final class Numbers {

    private Numbers() {}

    /** An array of this shape, row-major. */
    static INDArray array(double[] values, DataType type, long... shape) {
        if (type == DataType.DOUBLE) {
            return Nd4j.create(values, shape, 'c');
        }
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Nd4j.create(narrow, shape, 'c');
    }

    /** All values, row-major. */
    static double[] values(INDArray array) {
        // A layer may hand out an array with its axes exchanged, which calls itself neither a view nor other than row-major.
        boolean asItLies = array.ordering() == 'c' && !array.isView() && Shape.hasDefaultStridesForShape(array);
        INDArray dense = asItLies ? array : array.dup('c');
        return memory(dense);
    }

    /** All values as they lie in memory, of an array that is no view. */
    static double[] memory(INDArray array) {
        double[] values = new double[(int) array.length()];
        if (array.dataType() == DataType.DOUBLE) {
            array.data().asNioDouble().get(values);
            return values;
        }
        float[] narrow = new float[values.length];
        array.data().asNioFloat().get(narrow);
        for (int i = 0; i < narrow.length; i++) {
            values[i] = narrow[i];
        }
        return values;
    }
}
