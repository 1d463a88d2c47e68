package org.mtl.continual;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.training.network.OptimizerSteps;
import org.mtl.training.network.StepSettings;

/** A network while it learns one task: its parameters, its gradient and its optimiser, which begins anew with each task. */
final class Learner implements AutoCloseable {

    private final NetworkEngine engine;
    private final List<Loss> losses;
    private final StepSettings settings;
    private final OptimizerSteps optimizer;
    private final RealVector ahead;
    private final String task;
    private final long total;
    private long step;
    private boolean[] moving;

    /**
     * Begins at some parameters.
     *
     * @param losses of each head
     * @param task the task that is learned, for messages
     * @param total how many steps there will be
     */
    Learner(Architecture architecture, List<Loss> losses, double[] parameters, StepSettings settings, EngineFactory engines,
            Precision precision, Workers workers, String task, long total) {
        this.losses = losses;
        this.settings = settings;
        this.task = task;
        this.total = total;
        this.engine = engines.create(architecture, losses, precision, workers);
        this.optimizer = new OptimizerSteps(settings.optimizer().orElseThrow(), architecture, precision, workers);
        this.ahead = engine.vector();
        this.moving = new boolean[losses.size()];
        engine.parameters().put(0, parameters.length, parameters);
    }

    NetworkEngine engine() {
        return engine;
    }

    /** η of the step that comes next. */
    double rate() {
        return settings.learningRate() * settings.schedule().factor(step, total);
    }

    /** w, a copy. */
    double[] parameters() {
        return copy(engine.parameters());
    }

    void setParameters(double[] values) {
        engine.parameters().put(0, values.length, values);
    }

    /** The gradient that {@link #take} would step against, a copy. */
    double[] gradient() {
        return copy(engine.gradient());
    }

    /** Puts a vector in the place of the gradient; the step moves all heads. */
    void setGradient(double[] values) {
        Arrays.fill(moving, true);
        engine.gradient().put(0, values.length, values);
    }

    static double[] copy(RealVector vector) {
        double[] values = new double[vector.length()];
        vector.get(0, values.length, values);
        return values;
    }

    /**
     * Computes the gradient of the mean loss, for {@link #take}.
     *
     * @return the mean loss
     * @throws MtlException (DATA) if it is not finite
     */
    double descend(Rows rows) {
        return descend(rows, new double[0], false);
    }

    /**
     * Computes the gradient of Σ_i w_i ℓ_i, or adds it to what is there.
     *
     * @param weights one for each row; none for the mean
     * @return the mean loss, without weights
     * @throws MtlException (DATA) if it is not finite
     */
    double descend(Rows rows, double[] weights, boolean add) {
        Batch batch = rows.batch(weights);
        double[] sums = engine.gradient(batch, Dropout.NONE, add);
        if (!add) {
            moving = new boolean[losses.size()];
        }
        batch.labels().forEach(labels -> moving[labels.task()] = true);
        double mean = Arrays.stream(sums).sum() / rows.size();
        if (!Double.isFinite(mean)) {
            throw MtlException.data("training diverged in task '" + task + "', step " + (step + 1) + ": the loss is not finite; "
                    + settings.advice());
        }
        return mean;
    }

    /** Takes the step. */
    void take() {
        optimizer.take(nextStep(), engine.parameters(), engine.gradient());
        step++;
    }

    /**
     * What is computed where the parameters would be after the step against the gradient in place, which is not taken: they are
     * as before afterwards.
     */
    <T> T ahead(Supplier<T> body) {
        double[] here = parameters();
        optimizer.preview(nextStep(), engine.parameters(), engine.gradient(), ahead);
        setParameters(copy(ahead));
        T found = body.get();
        setParameters(here);
        return found;
    }

    private OptimizerSteps.Step nextStep() {
        double factor = 1;
        if (settings.clip().isPresent()) {
            factor = Math.min(1, settings.clip().getAsDouble() / optimizer.norm(engine.gradient(), moving));
        }
        return new OptimizerSteps.Step(rate(), factor, moving);
    }

    /** ℓ_i of each row. */
    double[] losses(Rows rows) {
        double[] outputs = predict(rows);
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = losses.get(rows.heads()[i]).sum(own(outputs, i, rows.heads()[i]), new double[] {rows.labels()[i]}, 1);
        }
        return values;
    }

    /** The code of the class of each row that is most probable among those of its head. */
    int[] classes(Rows rows) {
        double[] outputs = predict(rows);
        int[] classes = new int[rows.size()];
        for (int i = 0; i < classes.length; i++) {
            double[] values = own(outputs, i, rows.heads()[i]);
            for (int c = 1; c < values.length; c++) {
                classes[i] = values[c] > values[classes[i]] ? c : classes[i];
            }
        }
        return classes;
    }

    private double[] predict(Rows rows) {
        double[] outputs = new double[rows.size() * width(losses.size())];
        engine.predict(new Batch(rows.size(), rows.inputs(), List.of()), outputs);
        return outputs;
    }

    private int width(int heads) {
        return losses.subList(0, heads).stream().mapToInt(Loss::outputs).sum();
    }

    private double[] own(double[] outputs, int row, int head) {
        int from = row * width(losses.size()) + width(head);
        return Arrays.copyOfRange(outputs, from, from + losses.get(head).outputs());
    }

    @Override
    public void close() {
        engine.close();
    }
}
