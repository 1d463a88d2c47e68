package org.mtl.data;

import org.mtl.io.NumberRoom;

/** Gives each labelled row of a task its split. */
interface Division {

    /**
     * The splits of a task's labelled rows.
     *
     * @param classes of how many classes the targets are the codes; 0 for real-valued targets
     * @return the {@link Split#ordinal} of each
     */
    SplitCodes splits(String task, TaskData.Labelled labels, int classes);

    /**
     * Whether a data row is for training, where that is known before it is decided whether targets are classes; true where
     * it is not.
     */
    boolean mayTrain(int row);

    /** Every row is for training. */
    static Division allTraining() {
        return byRow(new SplitCodes(new NumberRoom()));
    }

    /** Each data row has the split of its {@link Split#ordinal}, whatever the task; rows past the end are for training. */
    static Division byRow(SplitCodes ordinals) {
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
    record ByRow(SplitCodes ordinals) implements Division {
        @Override
        public SplitCodes splits(String task, TaskData.Labelled labels, int classes) {
            SplitCodes splits = new SplitCodes(labels.room());
            labels.forEachRow(row -> splits.add(split(row)));
            return splits;
        }

        /** The {@link Split#ordinal} of a data row. */
        int split(int row) {
            return row < ordinals.size() ? ordinals.get(row) : Split.TRAIN.ordinal();
        }

        @Override
        public boolean mayTrain(int row) {
            return split(row) == Split.TRAIN.ordinal();
        }
    }

    /** The long form of {@link #drawn}. */
    record ByTask(SplitRule.Fractions fractions) implements Division {
        @Override
        public SplitCodes splits(String task, TaskData.Labelled labels, int classes) {
            return classes == 0 ? fractions.draw(labels.size(), task) : new Strata(fractions, labels, classes).draw(task);
        }

        @Override
        public boolean mayTrain(int row) {
            return true;
        }
    }
}
