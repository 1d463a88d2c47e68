package org.mtl.continual;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.mtl.data.RandomOrder;

/**
 * {@code metasp} and {@code metasp-rehsel} ([3]): the last epochs of a task are on new rows and the memory, each row weighted
 * by (1 − I*)/Σ(1 − I*) with its influence I* on stability and plasticity; the epochs before are on new rows alone. The first
 * task is trained plainly; there is no stability yet, and the influences of its last epochs are those on plasticity.
 */
final class MetaSp implements Rehearsal {

    /** A mean that grows. */
    private static final class Mean {
        private double sum;
        private int count;

        private void add(double value) {
            sum += value;
            count++;
        }

        private double value() {
            return sum / count;
        }
    }

    /** A row of the memory. */
    private record Kept(String task, String row) {}

    private final boolean selects;
    private final Map<Kept, Mean> ofMemory = new HashMap<>();
    private Mean[] ofTask = {};

    /**
     * The strategy.
     *
     * @param selects whether influences decide what is kept (rehearsal selection); otherwise a uniform sample is
     */
    MetaSp(boolean selects) {
        this.selects = selects;
    }

    @Override
    public void begin(Episode episode) {
        ofMemory.clear();
        ofTask = new Mean[episode.rows().size()];
    }

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        if (!episode.isLast(position.epoch())) {
            Rehearsal.super.step(episode, fresh, position);
            return;
        }
        Learner learner = episode.learner();
        Memory memory = episode.memory();
        int[] places = memory.draw(episode.settings().memoryBatch(), episode.random("replay"));
        Rows rows = fresh.and(memory.rows(places));
        Learner.Pass pass = learner.pass(rows);
        Random random = episode.random("validation");
        int size = episode.settings().validationRows();
        Rows old = memory.rows(memory.draw(size, random));
        int[] order = RandomOrder.of(episode.rows().size(), random);
        Rows validation = episode.rows().at(Arrays.copyOf(order, Math.min(size, order.length)));
        int steps = episode.settings().pseudoSteps();
        StepInfluence influence = (steps == 1 ? StepInfluence.of(learner, pass, old, validation)
                : UnrolledSteps.of(learner, rows, steps).influence(old, validation)).normalized();
        boolean first = memory.size() == 0;
        double[] fused = first ? influence.plasticity() : influence.fused();
        note(episode, position, places, influence, fused);
        double[] weights = first ? new double[0] : weights(fused);
        (steps == 1 ? pass : learner.pass(rows)).descend(weights);
        learner.take();
    }

    /** (1 − I*)/Σ(1 − I*); equal ones where the sum is not above 0. */
    static double[] weights(double[] fused) {
        double[] weights = new double[fused.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 - fused[i];
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sum > 0 ? weights[i] / sum : 1.0 / weights.length;
        }
        return weights;
    }

    private void note(Episode episode, Position position, int[] places, StepInfluence influence, double[] fused) {
        int fresh = position.rows().length;
        for (int i = 0; i < fused.length; i++) {
            String row;
            String task;
            if (i < fresh) {
                int at = position.rows()[i];
                row = episode.rows().row(at);
                task = episode.rows().name();
                ofTask[at] = ofTask[at] == null ? new Mean() : ofTask[at];
                ofTask[at].add(fused[i]);
            } else {
                Example example = episode.memory().places().get(places[i - fresh]).example();
                row = example.row();
                task = example.task();
                ofMemory.computeIfAbsent(new Kept(task, row), key -> new Mean()).add(fused[i]);
            }
            episode.recorder().used(new InfluenceRecorder.Use(episode.number(), position.epoch(), position.step(), row, task,
                    influence.stability()[i], influence.plasticity()[i], fused[i]));
        }
    }

    @Override
    public void end(Episode episode) {
        if (!selects) {
            Rehearsal.reservoir(episode);
            return;
        }
        double[] means = new double[ofTask.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = ofTask[i] == null ? 0 : ofTask[i].value();
        }
        RehearsalSelection.apply(episode, means, (example, before) -> {
            Mean mean = ofMemory.get(new Kept(example.task(), example.row()));
            return mean == null ? before : mean.value();
        });
    }
}
