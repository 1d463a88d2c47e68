package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.model.Loss;

/** What the losses make of the outputs of a tile: sums, and derivatives by the outputs. */
final class OutputLosses {

    private final List<Loss> losses;
    private final int[] columns;
    private final int width;

    OutputLosses(Architecture architecture, List<Loss> losses) {
        if (losses.size() != architecture.tasks()) {
            throw new IllegalArgumentException(losses.size() + " losses for " + architecture.tasks() + " tasks");
        }
        this.losses = List.copyOf(losses);
        this.columns = new int[losses.size()];
        int column = 0;
        for (int k = 0; k < columns.length; k++) {
            if (losses.get(k).outputs() != architecture.outputs().get(k)) {
                throw new IllegalArgumentException("task " + k + " has " + architecture.outputs().get(k) + " outputs and a loss of "
                        + losses.get(k).outputs());
            }
            columns[k] = column;
            column += architecture.outputs().get(k);
        }
        this.width = column;
    }

    /** The outputs of all tasks. */
    int width() {
        return width;
    }

    /** A run of one task's labels over the rows of a tile. */
    private record Run(RowChunk.Part part, int from, int to) {

        int size() {
            return to - from;
        }
    }

    private static Run run(RowChunk.Part part, int start, int end) {
        return new Run(part, part.below(start), part.below(end));
    }

    private double[] outputs(Run run, int start, double[] outputs) {
        int task = run.part().task();
        int values = losses.get(task).outputs();
        double[] own = new double[run.size() * values];
        for (int i = 0; i < run.size(); i++) {
            int row = run.part().places()[run.from() + i] - start;
            System.arraycopy(outputs, row * width + columns[task], own, i * values, values);
        }
        return own;
    }

    private double[] targets(Run run) {
        Loss loss = losses.get(run.part().task());
        int values = loss.isClassification() ? 1 : loss.outputs();
        int first = run.part().from() + run.from();
        return Arrays.copyOfRange(run.part().labels().targets(), first * values, (first + run.size()) * values);
    }

    /** Adds each task's losses over a tile to its sum, as the other method does. */
    void addSums(RowChunk chunk, int start, int end, double[] outputs, double[] sums) {
        addSums(chunk, start, end, outputs, NetworkEngine.Summand.LOSS, sums);
    }

    /**
     * Adds each task's losses or errors over a tile to its sum.
     *
     * @param outputs rows × width, of rows {@code start} to {@code end} − 1 of the chunk
     */
    void addSums(RowChunk chunk, int start, int end, double[] outputs, NetworkEngine.Summand summand, double[] sums) {
        for (RowChunk.Part part : chunk.parts()) {
            Run run = run(part, start, end);
            if (run.size() > 0) {
                sums[part.task()] += summand.of(losses.get(part.task()), outputs(run, start, outputs), targets(run), run.size());
            }
        }
    }

    /**
     * Stores the derivatives of the losses by the outputs, 0 where there is no label.
     *
     * @param factored whether each is multiplied with its task's factor
     */
    void deltas(RowChunk chunk, int start, int end, double[] outputs, boolean factored, double[] deltas) {
        Arrays.fill(deltas, 0, (end - start) * width, 0);
        for (RowChunk.Part part : chunk.parts()) {
            Run run = run(part, start, end);
            Loss loss = losses.get(part.task());
            double[] own = new double[run.size() * loss.outputs()];
            if (run.size() > 0) {
                loss.gradients(outputs(run, start, outputs), targets(run), run.size(), own);
                scatter(run, start, own, factored, deltas);
            }
        }
    }

    /** Adds what {@link #addSums} adds, and stores what {@link #deltas} does with factors. */
    void addSumsAndDeltas(RowChunk chunk, int start, int end, double[] outputs, double[] sums, double[] deltas) {
        Arrays.fill(deltas, 0, (end - start) * width, 0);
        for (RowChunk.Part part : chunk.parts()) {
            Run run = run(part, start, end);
            Loss loss = losses.get(part.task());
            double[] own = new double[run.size() * loss.outputs()];
            if (run.size() > 0) {
                sums[part.task()] += loss.sumAndGradients(outputs(run, start, outputs), targets(run), run.size(), own);
                scatter(run, start, own, true, deltas);
            }
        }
    }

    private void scatter(Run run, int start, double[] own, boolean factored, double[] deltas) {
        int task = run.part().task();
        int values = losses.get(task).outputs();
        Batch.Labels labels = run.part().labels();
        int first = run.part().from() + run.from();
        for (int i = 0; i < run.size(); i++) {
            double factor = factored ? labels.factor(first + i) : 1;
            int at = (run.part().places()[run.from() + i] - start) * width + columns[task];
            for (int c = 0; c < values; c++) {
                deltas[at + c] = factor * own[i * values + c];
            }
        }
    }

    /**
     * Stores the products of the losses' second derivatives by the outputs, times their factors, with changes of the outputs.
     *
     * @param changes rows × width
     * @param products receives rows × width, 0 where there is no label
     * @throws IllegalStateException if a loss has no second derivative
     */
    void curvatureProducts(RowChunk chunk, int start, int end, double[] outputs, double[] changes, double[] products) {
        Arrays.fill(products, 0, (end - start) * width, 0);
        for (RowChunk.Part part : chunk.parts()) {
            Run run = run(part, start, end);
            Loss loss = losses.get(part.task());
            double[] own = outputs(run, start, changes);
            if (run.size() > 0) {
                scatter(run, start, curvature(loss, run, outputs(run, start, outputs), own), true, products);
            }
        }
    }

    private double[] curvature(Loss loss, Run run, double[] outputs, double[] changes) {
        int values = loss.outputs();
        double[] products = new double[changes.length];
        if (loss.isotropicCurvature().isPresent()) {
            double curvature = loss.isotropicCurvature().getAsDouble();
            for (int i = 0; i < products.length; i++) {
                products[i] = curvature * changes[i];
            }
            return products;
        }
        double[] roots = loss.curvatureRoots(outputs, targets(run), run.size());
        double[] projected = new double[values];
        for (int i = 0; i < run.size(); i++) {
            Arrays.fill(projected, 0);
            int root = i * values * values;
            for (int c = 0; c < values; c++) {
                for (int r = 0; r < values; r++) {
                    projected[r] += roots[root + c * values + r] * changes[i * values + c];
                }
            }
            for (int c = 0; c < values; c++) {
                for (int r = 0; r < values; r++) {
                    products[i * values + c] += roots[root + c * values + r] * projected[r];
                }
            }
        }
        return products;
    }
}
