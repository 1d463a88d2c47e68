package org.mtl.continual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.RandomOrder;

/**
 * Makes the anchors of a task: for each class an input x that would be forgotten, by ascent of
 * ℓ(θ_M; x) − ℓ(θ; x) − γ‖φ(x) − φ_c‖² from a row of the class (Chaudhry et al. 2021, "Using hindsight to anchor past knowledge",
 * Eq. 3). θ is where training on the task ended and θ_M where an epoch on the memory of earlier tasks leads from there, which
 * stands for what later tasks will do; φ_c is the mean of φ over the class, taken at θ rather than along the way.
 */
final class HindsightAnchors {

    /** γ, which keeps anchors among the rows of their class. */
    static final double EMBEDDING = 0.1;

    /** How far an ascent step goes along the gradient. */
    private static final double RATE = 0.1;

    private static final int STEPS = 100;
    private static final int ROWS_AT_ONCE = 512;

    private HindsightAnchors() {}

    /** One anchor for each class of the task that an episode ends with; the learner is as it was afterwards. */
    static List<Example> of(Episode episode) {
        Learner learner = episode.learner();
        double[] here = learner.parameters();
        double[] tuned = tuned(episode);
        int[] labels = Arrays.stream(episode.rows().labels()).distinct().sorted().toArray();
        int[] starts = starts(episode, labels);
        Rows rows = episode.rows().at(starts);
        try (Embedding embedding = new Embedding(learner)) {
            double[] means = means(episode.rows(), labels, embedding);
            for (int step = 0; step < STEPS; step++) {
                Vectors.add(rows.inputs(), RATE, direction(learner, rows, here, tuned, embedding, means));
            }
        }
        if (!Arrays.stream(rows.inputs()).allMatch(Double::isFinite)) {
            throw MtlException.data("an anchor of task '" + episode.rows().name() + "' is not finite; try --standardize pooled");
        }
        List<Example> anchors = new ArrayList<>();
        for (int a = 0; a < labels.length; a++) {
            anchors.add(new Example(rows.row(a).inputs(), episode.rows().head(), labels[a], episode.rows().row(starts[a]),
                    episode.rows().name()));
        }
        return anchors;
    }

    /** θ_M: one epoch on the memory, by steps as training takes them. */
    private static double[] tuned(Episode episode) {
        Memory memory = episode.memory();
        int batch = episode.settings().memoryBatch();
        int[] order = RandomOrder.of(memory.size(), episode.random("hindsight"));
        try (Learner other = episode.learner().sibling((order.length + batch - 1) / batch)) {
            for (int from = 0; from < order.length; from += batch) {
                other.descend(memory.rows(Arrays.copyOfRange(order, from, Math.min(order.length, from + batch))));
                other.take();
            }
            return other.parameters();
        }
    }

    /** Of each class the position of a row, drawn. */
    private static int[] starts(Episode episode, int[] labels) {
        Random random = episode.random("anchors");
        int[] all = episode.rows().labels();
        return Arrays.stream(labels).map(label -> {
            int[] own = IntStream.range(0, all.length).filter(i -> all[i] == label).toArray();
            return own[random.nextInt(own.length)];
        }).toArray();
    }

    /** φ_c of each class, one after the other. */
    private static double[] means(TaskRows rows, int[] labels, Embedding embedding) {
        int width = embedding.width();
        double[] means = new double[labels.length * width];
        int[] counts = new int[labels.length];
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            Rows some = rows.at(IntStream.range(from, Math.min(rows.size(), from + ROWS_AT_ONCE)).toArray());
            double[] values = embedding.of(some);
            for (int i = 0; i < some.size(); i++) {
                int at = Arrays.binarySearch(labels, some.labels()[i]);
                counts[at]++;
                for (int j = 0; j < width; j++) {
                    means[at * width + j] += values[i * width + j];
                }
            }
        }
        for (int k = 0; k < means.length; k++) {
            means[k] /= counts[k / width];
        }
        return means;
    }

    /** The gradient of what is raised, by each row. */
    static double[] direction(Learner learner, Rows rows, double[] here, double[] tuned, Embedding embedding, double[] means) {
        learner.setParameters(tuned);
        double[] direction = learner.inputGradients(rows);
        learner.setParameters(here);
        Vectors.add(direction, -1, learner.inputGradients(rows));
        Vectors.add(direction, -EMBEDDING, embedding.distanceGradients(rows, means));
        return direction;
    }
}
