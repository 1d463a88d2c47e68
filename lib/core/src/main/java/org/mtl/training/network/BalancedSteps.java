package org.mtl.training.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.Seeds;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.weighting.Equal;
import org.mtl.training.weighting.Scalar;
import org.mtl.training.weighting.Weighting;

/**
 * Steps in which the losses of tasks are weighed and their gradients combined.
 *
 * <p>Where weights of losses are all that is asked for, the gradient of the weighted sum is taken as it always is; for
 * anything else the gradients of all tasks by the shared parameters are. Losses that weights depend on are those without
 * dropout.
 */
final class BalancedSteps implements StepRule {

    private final BalanceSettings settings;
    private final List<Loss> losses;
    private final NetworkEngine engine;
    private final BatchSteps steps;
    private final long seed;
    private final Weighting weighting;
    private final GradientCombination combination;
    private final BalanceRecord record;
    private final boolean combines;
    private final double[] errors;
    private final double[] counts;

    /**
     * Begins.
     *
     * @param problem what is trained on
     * @param rows its training rows
     */
    BalancedSteps(NetworkProblem problem, NetworkEngine engine, BatchSteps steps, BatchRows rows, EpochBatches batches) {
        this.settings = problem.settings().balance();
        this.losses = problem.losses();
        this.engine = engine;
        this.steps = steps;
        this.seed = problem.settings().seed();
        int tasks = losses.size();
        this.weighting = settings.weighting().map(rule -> rule.create(problem.data(), problem.design(), problem.settings().steps().beside()))
                .orElseGet(Equal::new);
        this.record = new BalanceRecord(tasks);
        this.combination = new GradientCombination(settings, tasks, engine, rows, batches, record);
        this.combines = settings.combiner().isPresent() || settings.matchNorm()
                || settings.normalization() != BalanceSettings.Normalization.NONE || weighting.seesGradients();
        this.errors = new double[tasks];
        this.counts = new double[tasks];
    }

    @Override
    public void begun(int epoch) {
        weighting.epochBegun(epoch);
        record.clear();
        Arrays.fill(errors, 0);
        Arrays.fill(counts, 0);
    }

    @Override
    public double[] run(int epoch, int b, Batch batch, Dropout dropout) {
        if (weighting.wantsErrors()) {
            countErrors(batch);
        }
        double[] sums;
        boolean[] present = present(batch);
        // Where gradients are taken without dropout, they say the losses too.
        boolean asks = weighting.needs() == Weighting.Needs.LOSSES && !(combines && dropout == Dropout.NONE);
        double[] before = asks ? batch.means(engine.losses(batch)) : new double[0];
        Weighting.Step step = new Weighting.Step(steps.rate(epoch, b), present, before,
                Seeds.random(seed, "weights:" + epoch + ":" + b));
        if (!combines) {
            double[] weights = reduced(weighting.weights(step, null));
            sums = engine.gradient(weighted(batch, weights), dropout, false);
            step = before.length > 0 ? step : with(step, batch.means(sums));
            weighting.stepSeen(step, null);
            record.weights(batch.tasks(), weights);
        } else {
            sums = combine(epoch, b, batch, dropout, step);
            step = before.length > 0 ? step : with(step, batch.means(sums));
        }
        steps.take(epoch, b, batch, sums);
        if (weighting.looksAfter()) {
            weighting.stepTaken(step, batch.means(engine.losses(batch)));
        }
        return sums;
    }

    private double[] combine(int epoch, int b, Batch batch, Dropout dropout, Weighting.Step given) {
        long number = steps.number(epoch, b);
        boolean reused = number % settings.every() != 0;
        if (reused && !weighting.seesGradients() && combination.usable(batch.tasks()) && weighting.needs() == Weighting.Needs.NOTHING) {
            double[] weights = reduced(weighting.weights(given, null));
            double[] coefficients = combination.kept();
            double[] both = new double[weights.length];
            Arrays.setAll(both, k -> weights[k] * coefficients[k]);
            double[] sums = engine.gradient(weighted(batch, both), dropout, false);
            // Heads take their plain gradient.
            scaleHeads(batch, k -> 1 / coefficients[k]);
            weighting.stepSeen(with(given, batch.means(sums)), null);
            record.weights(batch.tasks(), weights);
            record.coefficients(batch.tasks(), both);
            return sums;
        }
        Batch[] others = combination.prepare(epoch, b, dropout);
        Batch current = others.length > 0 ? others[0] : batch;
        SharedGradients gradients = SharedGradients.of(engine, engine.taskGradients(current, dropout), current);
        double[] sums = gradients.gradients().losses();
        double[] means = batch.means(sums);
        Weighting.Step step = given.losses().length > 0 ? given : with(given, means);
        double[] weights = reduced(weighting.weights(step, gradients));
        weighting.stepSeen(step, gradients);
        combination.combine(gradients, weights, means, reused, Seeds.random(seed, "combine:" + epoch + ":" + b));
        scaleHeads(batch, k -> weights[k]);
        record.weights(gradients.present(), weights);
        return sums;
    }

    private interface Factor {
        double of(int task);
    }

    private void scaleHeads(Batch batch, Factor factor) {
        boolean[] present = present(batch);
        RealVector gradient = engine.gradient();
        for (Architecture.Block block : engine.architecture().blocks()) {
            if (block.task().isEmpty() || !present[block.task().getAsInt()] || factor.of(block.task().getAsInt()) == 1) {
                continue;
            }
            double[] values = new double[block.size()];
            gradient.get(block.offset(), values.length, values);
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor.of(block.task().getAsInt());
            }
            gradient.put(block.offset(), values.length, values);
        }
    }

    /** Weights of plain sums and of losses are divided by K where the mean is asked for. */
    private double[] reduced(double[] weights) {
        if (settings.mean() && (settings.weighting().isPresent() || settings.combiner().isEmpty())) {
            for (int k = 0; k < weights.length; k++) {
                weights[k] /= weights.length;
            }
        }
        return weights;
    }

    private static Weighting.Step with(Weighting.Step step, double[] losses) {
        return new Weighting.Step(step.rate(), step.present(), losses, step.random());
    }

    private static Batch weighted(Batch batch, double[] weights) {
        return new Batch(batch.count(), batch.features(), batch.labels().stream().map(labels -> new Batch.Labels(labels.task(),
                labels.positions(), labels.targets(), labels.factor() * weights[labels.task()])).toList());
    }

    private boolean[] present(Batch batch) {
        boolean[] present = new boolean[losses.size()];
        batch.labels().forEach(labels -> present[labels.task()] = true);
        return present;
    }

    private void countErrors(Batch batch) {
        double[] sums = engine.sumsAt(batch, List.of(engine.parameters()), NetworkEngine.Summand.ERROR)[0];
        for (Batch.Labels labels : batch.labels()) {
            errors[labels.task()] += sums[labels.task()];
            counts[labels.task()] += labels.size();
        }
    }

    @Override
    public void done(double[] means) {
        double[] shares = new double[errors.length];
        Arrays.setAll(shares, k -> losses.get(k).isClassification() && counts[k] > 0 ? errors[k] / counts[k] : Double.NaN);
        weighting.epochDone(means, shares);
    }

    @Override
    public List<String> facts() {
        return BalanceRecord.NAMES;
    }

    @Override
    public double[] facts(int task) {
        return record.of(task);
    }

    @Override
    public double[] weights(double[] implied) {
        double[] weights = implied.clone();
        for (int k = 0; k < weights.length && weighting instanceof Scalar scalar; k++) {
            weights[k] *= scalar.given()[k];
        }
        return reduced(weights);
    }

    @Override
    public double[] state() {
        double[] ofWeights = weighting.state();
        double[] ofCombination = combination.state();
        double[] state = new double[1 + ofWeights.length + ofCombination.length];
        state[0] = ofWeights.length;
        System.arraycopy(ofWeights, 0, state, 1, ofWeights.length);
        System.arraycopy(ofCombination, 0, state, 1 + ofWeights.length, ofCombination.length);
        return state;
    }

    @Override
    public void restore(double[] state) {
        int end = 1 + (int) state[0];
        weighting.restore(Arrays.copyOfRange(state, 1, end));
        combination.restore(Arrays.copyOfRange(state, end, state.length));
    }
}
