package org.mtl.model.tribuo;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Rows of one task as Tribuo takes them: features by their names, labels by the names of their classes, numbers as
 * {@code y0}, {@code y1}, ….
 *
 * @param design what the model sees of the features, without a column of ones
 * @param task the position of the task, whose standardization applies
 */
public record TaskRows(Design design, int task) {

    /** Provenance says when data was made; equal runs write equal bytes, and times stand in run.json only. */
    public static final OffsetDateTime NO_TIME = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** The name of one of the numbers that a task has. */
    static String dimension(int index) {
        return "y" + index;
    }

    /**
     * The rows of a task of classes.
     *
     * @param source what provenance says of where they come from
     * @throws MtlException (DATA) if features are too large
     */
    public MutableDataset<Label> classes(TaskData.Labelled rows, List<String> classes, String source) {
        List<Label> labels = classes.stream().map(Label::new).toList();
        return dataset(rows, i -> labels.get((int) rows.target(i, 0)), new LabelFactory(), source);
    }

    /** The rows of a task of numbers, or of vectors of them. */
    public MutableDataset<Regressor> numbers(TaskData.Labelled rows, String source) {
        int width = rows.width();
        String[] names = IntStream.range(0, width).mapToObj(TaskRows::dimension).toArray(String[]::new);
        return dataset(rows, i -> new Regressor(names, rows.targets(i, i + 1)),
                new RegressionFactory(), source);
    }

    private <T extends Output<T>> MutableDataset<T> dataset(
            TaskData.Labelled rows, IntFunction<T> outputs, OutputFactory<T> factory, String source) {
        MutableDataset<T> data = new MutableDataset<>(new SimpleDataSourceProvenance(source, NO_TIME, factory), factory);
        data.addAll(examples(rows.rows(), 0, rows.size(), outputs));
        return data;
    }

    /** Learners square features and differences of them, and do not look at what comes out. */
    private static void requireSquares(double[] tile) {
        double sum = 0;
        for (double value : tile) {
            sum += value * value;
        }
        if (!Double.isFinite(sum)) {
            throw MtlException.data("features are too large to be squared; expected --standardize pooled, or smaller ones");
        }
    }

    /** Rows {@code rows[from]} to {@code rows[to − 1]}, whose outputs are given by position in {@code rows}. */
    <T extends Output<T>> List<Example<T>> examples(int[] rows, int from, int to, IntFunction<T> outputs) {
        String[] names = design.names().toArray(String[]::new);
        double[] tile = new double[(to - from) * names.length];
        design.copyRows(task, rows, from, to, tile);
        requireSquares(tile);
        List<Example<T>> examples = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            int at = (i - from) * names.length;
            examples.add(new ArrayExample<>(outputs.apply(i), names, Arrays.copyOfRange(tile, at, at + names.length)));
        }
        return examples;
    }
}
