package org.mtl.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LinearObjective;
import org.mtl.model.Loss;
import org.mtl.model.Sharing;
import org.mtl.model.SquaredLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/**
 * A small multitask problem with training and validation rows, drawn at random.
 *
 * @param design features of all rows
 * @param tasks terms with their training rows
 * @param validation the tasks' validation rows
 */
public record Problems(Design design, List<TaskTerm> tasks, List<TaskData.Labelled> validation) {

    /** What is special about the features. */
    public enum Quirk {
        NONE,
        /** The second column repeats the first. */
        DUPLICATE_COLUMN,
        /** The second column is 3 everywhere. */
        CONSTANT_COLUMN,
        /** The first two columns are 0/1 and sum to the intercept. */
        INDICATORS
    }

    /**
     * Draws a problem: {@code tasks} tasks of 4 to 12 training and 3 to 5 validation rows, rows of tasks interleaved.
     *
     * @param features d ≥ 2
     */
    public static Problems random(long seed, int tasks, int features, boolean intercept, Quirk quirk) {
        Random random = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        List<List<Integer>> training = new ArrayList<>();
        List<List<Integer>> validating = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            training.add(new ArrayList<>());
            validating.add(new ArrayList<>());
        }
        int rounds = 5 + random.nextInt(10);
        for (int round = 0; round < rounds; round++) {
            for (int k = 0; k < tasks; k++) {
                if (round < 4 || random.nextInt(3) > 0) {
                    (round % 4 == 3 ? validating : training).get(k).add(rows.size());
                    rows.add(row(random, features, quirk));
                }
            }
        }
        Design design = new Design(ArrayFeatures.of(rows.toArray(double[][]::new)), Standardization.NONE, intercept);
        List<TaskTerm> terms = new ArrayList<>();
        List<TaskData.Labelled> validation = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            double weight = 0.5 + random.nextDouble();
            double penalty = 0.05 + random.nextDouble();
            terms.add(new TaskTerm("t" + k, labelled(random, rows, training.get(k)), new SquaredLoss(), weight, penalty));
            validation.add(labelled(random, rows, validating.get(k)));
        }
        return new Problems(design, terms, validation);
    }

    private static double[] row(Random random, int features, Quirk quirk) {
        double[] row = new double[features];
        for (int j = 0; j < features; j++) {
            row[j] = random.nextGaussian() * (j + 1);
        }
        switch (quirk) {
            case DUPLICATE_COLUMN -> row[1] = row[0];
            case CONSTANT_COLUMN -> row[1] = 3;
            case INDICATORS -> {
                row[0] = random.nextInt(2);
                row[1] = 1 - row[0];
            }
            default -> { }
        }
        return row;
    }

    private static TaskData.Labelled labelled(Random random, List<double[]> rows, List<Integer> positions) {
        int[] at = positions.stream().mapToInt(Integer::intValue).toArray();
        double[] targets = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            targets[i] = rows.get(at[i])[0] + random.nextGaussian() + 2;
        }
        return new TaskData.Labelled(at, targets);
    }

    /** The same rows with class codes for targets, cut from the real-valued ones at random, and a loss for them. */
    public Problems classified(Loss loss, long seed) {
        Random random = new Random(seed);
        List<TaskTerm> terms = tasks.stream()
                .map(task -> new TaskTerm(
                        task.name(), coded(task.rows(), loss, random), loss, task.weight(), task.penalty()))
                .toList();
        return new Problems(design, terms, validation.stream().map(rows -> coded(rows, loss, random)).toList());
    }

    /** Noise keeps the features from separating the classes. */
    private static TaskData.Labelled coded(TaskData.Labelled rows, Loss loss, Random random) {
        int classes = Math.max(2, loss.outputs());
        double[] codes = new double[rows.size()];
        for (int i = 0; i < codes.length; i++) {
            double noisy = rows.target(i, 0) - 2 + 2 * random.nextGaussian();
            codes[i] = Math.max(0, Math.min(classes - 1, Math.floor(noisy + classes / 2.0)));
        }
        return new TaskData.Labelled(rows.rows(), codes);
    }

    /**
     * The same rows with vectors for targets, the first of whose values is the target as it was, and their squared loss.
     *
     * @param outputs o
     */
    public Problems vectors(int outputs, long seed) {
        Random random = new Random(seed);
        List<TaskTerm> terms = tasks.stream()
                .map(task -> new TaskTerm(task.name(), vectors(task.rows(), outputs, random), new SquaredLoss(outputs),
                        task.weight(), task.penalty()))
                .toList();
        return new Problems(design, terms, validation.stream().map(rows -> vectors(rows, outputs, random)).toList());
    }

    private static TaskData.Labelled vectors(TaskData.Labelled rows, int outputs, Random random) {
        double[] targets = new double[rows.size() * outputs];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = rows.target(i / outputs, 0) * (1 + i % outputs) + (i % outputs) * random.nextGaussian();
        }
        return new TaskData.Labelled(rows.rows(), targets, outputs);
    }

    /**
     * The problem of one output of vectors, with the same minimiser: the loss of a vector is a mean over its values, so that
     * λ_k weighs as many times as much.
     */
    public Problems output(int output) {
        List<TaskTerm> terms = tasks.stream()
                .map(task -> new TaskTerm(task.name(), output(task.rows(), output), new SquaredLoss(), task.weight(),
                        task.rows().width() * task.penalty()))
                .toList();
        return new Problems(design, terms, validation.stream().map(rows -> output(rows, output)).toList());
    }

    private static TaskData.Labelled output(TaskData.Labelled rows, int output) {
        double[] targets = new double[rows.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = rows.target(i, output);
        }
        return new TaskData.Labelled(rows.rows(), targets);
    }

    /** The same rows with another loss. */
    public Problems with(Loss loss) {
        return new Problems(
                design,
                tasks.stream()
                        .map(task -> new TaskTerm(task.name(), task.rows(), loss, task.weight(), task.penalty()))
                        .toList(),
                validation);
    }

    /** The objective of this problem. */
    public LinearObjective objective(Sharing sharing, double sharedRidge, Workers workers) {
        return new LinearObjective(design, tasks, sharing, sharedRidge, workers);
    }

    /** λ_k of all tasks. */
    public double[] penalties() {
        return tasks.stream().mapToDouble(TaskTerm::penalty).toArray();
    }

    /** The loss of each task. */
    public List<Loss> losses() {
        return tasks.stream().map(TaskTerm::loss).toList();
    }

    /** The design of all training rows of a task, n_k × p. */
    public static double[] trainingDesign(LinearObjective objective, int task) {
        int[] rows = objective.tasks().get(task).rows().rows();
        double[] design = new double[rows.length * objective.design().columns()];
        objective.design().copyRows(task, rows, 0, rows.length, design);
        return design;
    }
}
