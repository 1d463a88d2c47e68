package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.mtl.data.Seeds;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.updating.TaskGroups;

/**
 * Selective task group updates: on each batch the groups, in random order, take a step each on the sum of their tasks'
 * losses; what it does to all losses, without dropout, is credited to the group that took it.
 */
final class SelectiveSteps implements StepRule {

    private final NetworkEngine engine;
    private final BatchSteps steps;
    private final long seed;
    private final int tasks;
    private final TaskGroups groups;
    private final List<String> facts = new ArrayList<>();

    SelectiveSteps(NetworkProblem problem, SelectiveSettings settings, NetworkEngine engine, BatchSteps steps) {
        this.engine = engine;
        this.steps = steps;
        this.seed = problem.settings().seed();
        this.tasks = problem.losses().size();
        this.groups = new TaskGroups(tasks, settings.rate(), settings.warmup(), settings.every());
        facts.add("group");
        problem.data().taskNames().forEach(name -> facts.add("to:" + name));
    }

    @Override
    public double[] run(int epoch, int b, Batch batch, Dropout dropout) {
        double[] first = engine.losses(batch);
        double[] before = batch.means(first);
        List<int[]> order = new ArrayList<>(groups.groups());
        Collections.shuffle(order, Seeds.random(seed, "groups:" + epoch + ":" + b));
        for (int[] group : order) {
            Batch part = of(batch, group);
            if (part.labels().isEmpty()) {
                continue;
            }
            double[] losses = engine.gradient(part, dropout, false);
            steps.take(epoch, b, part, losses);
            double[] after = batch.means(engine.losses(batch));
            groups.credit(part.tasks(), before, after);
            before = after;
        }
        groups.iterationDone();
        return first;
    }

    private Batch of(Batch batch, int[] group) {
        return new Batch(batch.count(), batch.features(), batch.labels().stream()
                .filter(labels -> Arrays.binarySearch(group, labels.task()) >= 0).toList());
    }

    @Override
    public List<String> facts() {
        return facts;
    }

    @Override
    public double[] facts(int task) {
        double[] values = new double[1 + tasks];
        values[0] = groups.labels()[task] + 1;
        System.arraycopy(groups.affinities()[task], 0, values, 1, tasks);
        return values;
    }

    @Override
    public double[] state() {
        return groups.state();
    }

    @Override
    public void restore(double[] state) {
        groups.restore(state);
    }
}
