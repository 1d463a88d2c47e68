package org.mtl.data;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/** Turns the labels that one decision covers into numbers as they are read, and says at the end what they are. */
interface LabelCoder {

    /**
     * What labels turned out to be.
     *
     * @param classes the names of the classes; none for numbers
     * @param recode the target that each code stands for; empty where what was read is the target already
     * @param decided whether the classes follow from the data, and were not known before
     */
    record Coding(List<String> classes, double[] recode, boolean decided) {

        /** Targets are the numbers that were read. */
        static final Coding NUMBERS = new Coding(List.of(), new double[0], false);
    }

    /**
     * The label in a cell of the current record.
     *
     * @throws MtlException (DATA) at the cell's place, if it can be none
     */
    double read(CsvReader in, int column);

    /**
     * A label that is a finite number.
     *
     * @param place where it stands, for messages
     * @throws MtlException (DATA) at its place, if it can be none
     */
    double read(double value, Supplier<String> place);

    /**
     * Decides, when all labels are read.
     *
     * @param target how messages name the labels as a whole
     * @param training the codes among the training rows, or among all rows where training rows are not known yet
     * @param warn receives what the user should know, without the name
     * @throws MtlException (DATA) if the labels are not what was asked for
     */
    Coding finish(String target, Supplier<BitSet> training, Consumer<String> warn);

    /** Labels that are numbers whatever they look like. */
    record Plain() implements LabelCoder {
        @Override
        public double read(CsvReader in, int column) {
            return Cells.number(in, column);
        }

        @Override
        public double read(double value, Supplier<String> place) {
            return value;
        }

        @Override
        public Coding finish(String target, Supplier<BitSet> training, Consumer<String> warn) {
            return Coding.NUMBERS;
        }
    }
}
