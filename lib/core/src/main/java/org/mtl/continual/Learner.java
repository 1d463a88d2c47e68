package org.mtl.continual;

import java.util.ArrayList;
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
import org.mtl.model.network.ExamplePass;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.training.network.OptimizerSteps;
import org.mtl.training.network.StepSettings;

/** A network while it learns one task: its parameters, its gradient and its optimiser, which begins anew with each task. */
final class Learner implements AutoCloseable {

    private final Architecture architecture;
    private final EngineFactory engines;
    private final Precision precision;
    private final Workers workers;
    private final NetworkEngine engine;
    private final List<Loss> losses;
    private final StepSettings settings;
    private final OptimizerSteps optimizer;
    private final HeadOutputs outputs;
    private final Curvature curvature;
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
        this.architecture = architecture;
        this.engines = engines;
        this.precision = precision;
        this.workers = workers;
        this.losses = losses;
        this.settings = settings;
        this.task = task;
        this.total = total;
        this.engine = engines.create(architecture, losses, precision, workers);
        this.optimizer = new OptimizerSteps(settings.optimizer().orElseThrow(), architecture, precision, workers);
        this.outputs = new HeadOutputs(engine, losses);
        this.curvature = new Curvature(engine, () -> engines.create(architecture, losses, Precision.DOUBLE, workers));
        this.ahead = engine.vector();
        this.moving = new boolean[losses.size()];
        engine.parameters().put(0, parameters.length, parameters);
    }

    /** A network of other layers or losses, with parameters of 0, of the same kind. */
    NetworkEngine network(Architecture layers, List<Loss> ofHeads) {
        return engines.create(layers, ofHeads, precision, workers);
    }

    /** Another learner of the same network, at the same parameters, whose optimiser begins anew. */
    Learner sibling(long steps) {
        return new Learner(architecture, losses, parameters(), settings, engines, precision, workers, task, steps);
    }

    /** How steps are taken. */
    StepSettings settings() {
        return settings;
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
        return engine.parameters().values();
    }

    void setParameters(double[] values) {
        engine.parameters().put(0, values.length, values);
    }

    /** The gradient that {@link #take} would step against, a copy. */
    double[] gradient() {
        return engine.gradient().values();
    }

    /** Puts a vector in the place of the gradient; the step moves all heads. */
    void setGradient(double[] values) {
        Arrays.fill(moving, true);
        engine.gradient().put(0, values.length, values);
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
        if (!add) {
            moving = new boolean[losses.size()];
        }
        return computed(batch, engine.gradient(batch, Dropout.NONE, add), rows.size());
    }

    /** The mean loss of rows whose gradient was computed. */
    private double computed(Batch batch, double[] sums, int count) {
        batch.labels().forEach(labels -> moving[labels.task()] = true);
        return mean(Arrays.stream(sums).sum(), count);
    }

    private double mean(double sum, int count) {
        double mean = sum / count;
        if (!Double.isFinite(mean)) {
            throw MtlException.data("training diverged in task '" + task + "', step " + (step + 1) + ": the loss is not finite; "
                    + settings.advice());
        }
        return mean;
    }

    /** Begins to work on rows of which several gradients are wanted before the next step. */
    Pass pass(Rows rows) {
        return new Pass(rows, engine.examplePass(rows.batch()));
    }

    /**
     * Other rows where a step leads, to w'.
     *
     * @param products ⟨∇ℓ_i(w), ∇V(w')⟩ for each row of the step
     * @param loss V(w')
     */
    record Ahead(double[] products, double loss) {}

    /** Rows of which several gradients are wanted. */
    final class Pass {

        private final Rows rows;
        private final ExamplePass pass;

        private Pass(Rows rows, ExamplePass pass) {
            this.rows = rows;
            this.pass = pass;
        }

        Rows rows() {
            return rows;
        }

        /** Computes the gradient as {@link Learner#descend(Rows, double[], boolean)} does. */
        double descend(double[] weights) {
            Batch batch = rows.batch(weights);
            moving = new boolean[losses.size()];
            return computed(batch, pass.gradient(batch), rows.size());
        }

        /**
         * What the step against the gradient in place does to the mean losses V of other rows; what is in place afterwards is no
         * gradient.
         */
        List<Ahead> ahead(List<Rows> others) {
            preview();
            double[] products = new double[others.size() * rows.size()];
            double[] losses = pass.products(others.stream().map(Rows::batch).toList(), Learner.this.ahead, products);
            Batch batch = rows.batch();
            List<Ahead> all = new ArrayList<>();
            for (int t = 0; t < losses.length; t++) {
                all.add(new Ahead(rows.inOrder(batch, products, losses.length, t), mean(losses[t], others.get(t).size())));
            }
            return all;
        }
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
        preview();
        setParameters(ahead.values());
        T found = body.get();
        setParameters(here);
        return found;
    }

    /**
     * Where so many steps on the same rows lead, at the rate of the next one; none of them is taken.
     *
     * @return the parameters as they are, and after each step
     */
    List<double[]> path(Rows rows, int count) {
        double[] state = optimizer.state();
        List<double[]> path = new ArrayList<>(List.of(parameters()));
        for (int s = 0; s < count; s++) {
            descend(rows);
            optimizer.take(nextStep(), engine.parameters(), engine.gradient());
            path.add(parameters());
        }
        optimizer.restore(state);
        setParameters(path.get(0));
        return path;
    }

    private void preview() {
        optimizer.preview(nextStep(), engine.parameters(), engine.gradient(), ahead);
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
        return outputs.losses(rows);
    }

    /** The code of the class of each row that is most probable among those of its head. */
    int[] classes(Rows rows) {
        return outputs.classes(rows);
    }

    /** ∇_x ℓ_i of each row, without factor, n × d. */
    double[] inputGradients(Rows rows) {
        double[] gradients = new double[rows.inputs().length];
        engine.addInputGradients(rows.batch(), gradients);
        return gradients;
    }

    /** Hv, H being the second derivatives of the mean loss of rows. */
    double[] hessianProduct(Rows rows, double[] direction) {
        return curvature.product(rows.batch(), direction);
    }

    @Override
    public void close() {
        curvature.close();
        engine.close();
    }
}
