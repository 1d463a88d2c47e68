package org.mtl.affinity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.network.LookAhead;
import org.mtl.training.network.LookAhead.Move;
import org.mtl.training.network.StepObserver;

/** Collects affinities between tasks while a network is trained: every measure's mean over steps, cell by cell. */
public final class AffinityCollector implements StepObserver {

    private final int tasks;
    private final CollectionSettings settings;
    private final Map<StepMeasure, CellMeans> cells = new EnumMap<>(StepMeasure.class);
    private long steps;

    /**
     * Collects nothing yet.
     *
     * @param tasks K
     * @param measures what to collect
     */
    public AffinityCollector(int tasks, List<StepMeasure> measures, CollectionSettings settings) {
        this.tasks = tasks;
        this.settings = settings;
        measures.forEach(measure -> cells.put(measure, new CellMeans(tasks, settings.decay())));
    }

    @Override
    public NetworkEngine.Summand summand() {
        return settings.summand();
    }

    @Override
    public boolean observes(int epoch, long step) {
        return step % settings.every() == 0 && epoch >= settings.firstEpoch() && epoch <= settings.lastEpoch();
    }

    @Override
    public void observe(int epoch, long step, LookAhead ahead) {
        List<Integer> chosen = chosen(step, ahead.present());
        Known known = known(chosen, ahead);
        cells.forEach((measure, means) -> {
            for (int source : chosen) {
                for (int target : chosen) {
                    means.add(source, target, measure.value(source, target, settings.selfPair(), known));
                }
            }
        });
        steps++;
    }

    /** The tasks in whose midst values are collected: those of a random subset that have labels in the batch. */
    private List<Integer> chosen(long step, boolean[] present) {
        List<Integer> chosen = IntStream.range(0, tasks).boxed().toList();
        if (settings.sampled()) {
            Random random = Seeds.random(settings.seed(), "tasks:" + step);
            int size = 1 + random.nextInt(tasks);
            chosen = IntStream.of(RandomOrder.of(tasks, random)).limit(size).sorted().boxed().toList();
        }
        return chosen.stream().filter(task -> present[task]).toList();
    }

    private Known known(List<Integer> chosen, LookAhead ahead) {
        Set<Move> all = new LinkedHashSet<>();
        boolean before = false;
        boolean gram = false;
        for (StepMeasure measure : cells.keySet()) {
            all.addAll(measure.moves(chosen, settings.selfPair()));
            before |= measure.comparesWithBefore();
            gram |= measure.needsGram();
        }
        List<Move> ordered = new ArrayList<>(all);
        double[][] after = ahead.after(ordered);
        Map<Move, double[]> byMove = new HashMap<>();
        for (int i = 0; i < after.length; i++) {
            byMove.put(ordered.get(i), after[i]);
        }
        return new Known(tasks, before ? ahead.before() : new double[0], byMove, gram ? ahead.gram() : new double[0]);
    }

    private record Known(int tasks, double[] losses, Map<Move, double[]> byMove, double[] gram) implements StepMeasure.Step {

        @Override
        public double before(int task) {
            return losses[task];
        }

        @Override
        public double after(Move move, int task) {
            return byMove.get(move)[task];
        }

        @Override
        public double product(int one, int other) {
            return gram[one * tasks + other];
        }
    }

    /** The matrix of a measure: row i, column j is the effect of task i on task j; NaN where nothing was collected. */
    public double[][] means(StepMeasure measure) {
        return cells.get(measure).means();
    }

    /** The standard errors over steps of {@link #means}; NaN where there are less than two values. */
    public double[][] standardErrors(StepMeasure measure) {
        return cells.get(measure).standardErrors();
    }

    /** How often each cell was collected. */
    public long[][] counts(StepMeasure measure) {
        return cells.get(measure).counts();
    }

    /** The number of steps at which was collected. */
    public long steps() {
        return steps;
    }
}
