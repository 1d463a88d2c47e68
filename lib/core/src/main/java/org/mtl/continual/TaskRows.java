package org.mtl.continual;

import org.mtl.data.Design;
import org.mtl.data.RowIds;

/**
 * Labelled rows of one task, whose values stay where the data is until they are needed.
 *
 * @param name the task
 * @param head the head that predicts it
 * @param rows the data rows
 * @param labels of each the code of its class among those of the head
 * @param design what a network sees of them
 * @param ids the rows' names
 */
record TaskRows(String name, int head, int[] rows, int[] labels, Design design, RowIds ids) {

    /** n. */
    int size() {
        return rows.length;
    }

    /** Some of the rows, by their positions among these. */
    Rows at(int[] positions) {
        int[] some = new int[positions.length];
        int[] heads = new int[positions.length];
        int[] codes = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            some[i] = rows[positions[i]];
            heads[i] = head;
            codes[i] = labels[positions[i]];
        }
        double[] inputs = new double[positions.length * design.columns()];
        design.copyRows(0, some, 0, some.length, inputs);
        return new Rows(inputs, heads, codes);
    }

    /** What is to be kept of a row. */
    Example example(int position) {
        double[] input = new double[design.columns()];
        design.copyRows(0, rows, position, position + 1, input);
        return new Example(input, head, labels[position], row(position), name);
    }

    /** The name of a row. */
    String row(int position) {
        return ids.name(rows[position]);
    }
}
