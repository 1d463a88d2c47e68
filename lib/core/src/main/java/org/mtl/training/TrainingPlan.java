package org.mtl.training;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.RowPass;
import org.mtl.model.Sharing;
import org.mtl.model.TaskTerm;

/**
 * What a training run is going to do, found out without fitting anything.
 *
 * @param tasks the tasks, in order
 * @param columns p, the columns of the design: features or components, and the intercept
 * @param outputs C, the values of a prediction
 * @param scales the values of c that λ_k = c·sqrt(d/n_k) is tried with; none where λ_k are given
 * @param memory an estimate of what the fit keeps at once
 */
public record TrainingPlan(List<Task> tasks, int columns, int outputs, List<Double> scales, Memory memory) {

    private static final int DOUBLE = Double.BYTES;

    /**
     * What is planned for a task.
     *
     * @param data its rows and classes
     * @param loss ℓ_k
     * @param asked whether an option named the loss; otherwise its labels decided it
     * @param weight π_k
     * @param penalties λ_k, one for each of {@link TrainingPlan#scales}, or the one that is given
     */
    public record Task(TaskData data, Loss loss, boolean asked, double weight, List<Double> penalties) {

        /** Copies the list. */
        public Task {
            penalties = List.copyOf(penalties);
        }
    }

    /**
     * Bytes.
     *
     * @param features 8nd, and 8nN more for N components
     * @param labels for each labelled row of a task 4 for its number, and 8 for each value of its label
     * @param curvature the p·C × p·C matrices (p × p where the outputs share them): a sum for each task's every 65,536
     *     training rows, what each is decomposed into, and those of the elimination
     * @param tiles 8 × (rows of a tile) × (p + 1) for each thread
     */
    public record Memory(long features, long labels, long curvature, long tiles) {

        /** The sum. */
        public long total() {
            return features + labels + curvature + tiles;
        }
    }

    /** Copies the lists. */
    public TrainingPlan {
        tasks = List.copyOf(tasks);
        scales = List.copyOf(scales);
    }

    /**
     * Plans the training of a data set.
     *
     * @param threads the number of threads
     * @throws MtlException (DATA) if there is nothing to fit or labels do not suit the losses; more components than features; (USAGE) if
     *     a given penalty leaves out a task
     */
    public static TrainingPlan of(Dataset data, LinearSettings settings, int threads) {
        int features = data.features().names().size();
        int components = settings.projection().count();
        if (components > 0) {
            PrincipalComponents.requireOptions(settings.standardize(), components);
        }
        if (components > features) {
            throw MtlException.data("--pca: expected at most " + features + " components, found " + components);
        }
        int width = components > 0 ? components : features;
        int columns = width + (settings.intercept() ? 1 : 0);
        if (columns == 0) {
            throw MtlException.data("the data has no feature columns and the model no intercept: nothing to fit");
        }
        List<TaskTerm> terms = LinearTrainer.terms(data, settings);
        int outputs = terms.get(0).loss().outputs();
        List<Double> scales = scales(data, settings.penalty());
        List<Task> tasks = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            TaskTerm term = terms.get(k);
            tasks.add(new Task(data.tasks().get(k), term.loss(), settings.losses().asks(term.name()), term.weight(),
                    penalties(term, settings.penalty(), scales, width)));
        }
        return new TrainingPlan(tasks, columns, outputs, scales,
                memory(data, settings.sharing(), components, columns, blocks(terms, outputs), threads));
    }

    /** The number of coefficients, p·C for each task and for what tasks have in common. */
    public long parameters(Sharing sharing) {
        long sets = (sharing.hasOwn() ? tasks.size() : 0) + (sharing.hasShared() ? 1 : 0);
        return sets * columns * outputs;
    }

    private static List<Double> scales(Dataset data, PenaltyRule rule) {
        if (rule instanceof PenaltyRule.Scaled scaled) {
            return List.of(scaled.scale());
        }
        if (rule instanceof PenaltyRule.Given) {
            return List.of();
        }
        boolean validated = data.tasks().stream().anyMatch(task -> task.size(Split.VALIDATION) > 0);
        List<Double> scales = new ArrayList<>();
        for (double scale : validated ? PenaltyRule.GRID : new double[] {PenaltyRule.DEFAULT_SCALE}) {
            scales.add(scale);
        }
        return scales;
    }

    private static List<Double> penalties(TaskTerm term, PenaltyRule rule, List<Double> scales, int features) {
        if (rule instanceof PenaltyRule.Given given) {
            return List.of(given.of(term.name()));
        }
        return scales.stream().map(scale -> PenaltyRule.scaled(scale, features, term.rows().size())).toList();
    }

    /** In how many classes the curvature is not the same block for each: 1 for the outputs of squared loss. */
    private static int blocks(List<TaskTerm> terms, int outputs) {
        return terms.stream().allMatch(term -> term.loss().isotropicCurvature().isPresent()) ? 1 : outputs;
    }

    /** 8nd, and 8nN more for N components. */
    public static long featureBytes(Dataset data, int components) {
        return (long) DOUBLE * data.features().rows() * (data.features().names().size() + components);
    }

    /** For each labelled row of a task 4 for its number, and 8 for each value of its label. */
    public static long labelBytes(Dataset data) {
        long bytes = 0;
        for (TaskData task : data.tasks()) {
            for (Split split : Split.values()) {
                bytes += task.size(split) * (Integer.BYTES + (long) DOUBLE * task.in(split).width());
            }
        }
        return bytes;
    }

    private static Memory memory(Dataset data, Sharing sharing, int components, int columns, int outputs, int threads) {
        long sums = 0;
        for (TaskData task : data.tasks()) {
            sums += (task.size(Split.TRAIN) + RowPass.CHUNK_ROWS - 1) / RowPass.CHUNK_ROWS;
        }
        long kept = switch (sharing) {
            case SOFT -> 2L * data.tasks().size() + 2;
            case NONE -> data.tasks().size();
            case POOLED -> 2;
        };
        long order = (long) columns * outputs;
        return new Memory(featureBytes(data, components), labelBytes(data), DOUBLE * order * order * (sums + kept),
                (long) DOUBLE * threads * RowPass.tileRows(columns) * (columns + 1));
    }
}
