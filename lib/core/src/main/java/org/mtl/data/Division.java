package org.mtl.data;

import java.util.BitSet;

/** Gives each labelled row of a task its split. */
interface Division {

    /**
     * The splits of a task's labelled rows.
     *
     * @param rows data rows, ascending
     * @param targets their targets
     * @param classes of how many classes the targets are the codes; 0 for real-valued targets
     * @return the {@link Split#ordinal} of each
     */
    byte[] splits(String task, int[] rows, double[] targets, int classes);

    /**
     * The positions of the training rows, where they are known before it is decided whether targets are classes; all
     * positions where they are not.
     *
     * @param rows data rows, ascending
     */
    BitSet knownTraining(int[] rows);

    /** Every row is for training. */
    static Division allTraining() {
        return byRow(new byte[0]);
    }

    /** Each data row has the split of its {@link Split#ordinal}, whatever the task; rows past the end are for training. */
    static Division byRow(byte[] ordinals) {
        return new ByRow(ordinals);
    }

    /**
     * Splits drawn for each task apart and stratified by class (long form), or for each of {@code count} data rows (wide
     * form).
     */
    static Division drawn(SplitRule.Fractions fractions, Dataset.Form form, int count) {
        return form == Dataset.Form.WIDE ? byRow(fractions.draw(count, "")) : new ByTask(fractions);
    }

    /** The division of {@link #byRow}. */
    record ByRow(byte[] ordinals) implements Division {
        @Override
        public byte[] splits(String task, int[] rows, double[] targets, int classes) {
            byte[] splits = new byte[rows.length];
            for (int i = 0; i < rows.length; i++) {
                splits[i] = (byte) split(rows[i]);
            }
            return splits;
        }

        /** The {@link Split#ordinal} of a data row. */
        int split(int row) {
            return row < ordinals.length ? ordinals[row] : Split.TRAIN.ordinal();
        }

        @Override
        public BitSet knownTraining(int[] rows) {
            BitSet training = new BitSet();
            for (int i = 0; i < rows.length; i++) {
                training.set(i, split(rows[i]) == Split.TRAIN.ordinal());
            }
            return training;
        }
    }

    /** The long form of {@link #drawn}. */
    record ByTask(SplitRule.Fractions fractions) implements Division {
        @Override
        public byte[] splits(String task, int[] rows, double[] targets, int classes) {
            return classes == 0 ? fractions.draw(rows.length, task) : new Strata(fractions, targets, classes).draw(task);
        }

        @Override
        public BitSet knownTraining(int[] rows) {
            BitSet all = new BitSet();
            all.set(0, rows.length);
            return all;
        }
    }
}
