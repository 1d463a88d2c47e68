package org.mtl.affinity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.network.LookAhead;
import org.mtl.training.network.LookAhead.Move;
import org.mtl.training.network.StepObserver;

/**
 * Collects affinities while a network is trained: every measure's mean over steps, cell by cell. Row g, column j is the effect
 * of a group g of tasks on task j; for affinities between tasks each group is one task.
 */
public final class AffinityCollector implements StepObserver {

    private final List<List<Integer>> groups;
    private final int tasks;
    private final boolean outside;
    private final CollectionSettings settings;
    private final Map<StepMeasure, CellMeans> cells = new EnumMap<>(StepMeasure.class);
    private long steps;
    private long pairs;
    private long nanoseconds;

    /**
     * Collects between K tasks, nothing yet.
     *
     * @param tasks K
     * @param measures what to collect
     */
    public AffinityCollector(int tasks, List<StepMeasure> measures, CollectionSettings settings) {
        this(IntStream.range(0, tasks).mapToObj(List::of).toList(), tasks, true, measures, settings);
    }

    /**
     * Collects from groups to tasks, nothing yet.
     *
     * @param groups the tasks of each group, in ascending order
     * @param tasks K
     * @param outside whether effects on tasks outside of a group are collected too
     * @param measures what to collect
     */
    public AffinityCollector(List<List<Integer>> groups, int tasks, boolean outside, List<StepMeasure> measures,
            CollectionSettings settings) {
        this.groups = groups.stream().map(List::copyOf).toList();
        this.tasks = tasks;
        this.outside = outside;
        this.settings = settings;
        measures.forEach(measure -> cells.put(measure, new CellMeans(groups.size(), tasks, settings.decay())));
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
        List<Cell> wanted = wanted(chosen);
        Known known = known(wanted, ahead);
        cells.forEach((measure, means) -> wanted.forEach(cell -> means.add(cell.row(), cell.target(),
                measure.value(cell.group(), cell.target(), settings.selfPair(), known))));
        steps++;
        pairs += wanted.size();
    }

    @Override
    public void took(long nanoseconds) {
        this.nanoseconds += nanoseconds;
    }

    /** A group with its row, and a task that it has an effect on. */
    private record Cell(int row, List<Integer> group, int target) {}

    private List<Cell> wanted(List<Integer> chosen) {
        List<Cell> wanted = new ArrayList<>();
        for (int row = 0; row < groups.size(); row++) {
            List<Integer> group = groups.get(row);
            // The step of a part of a group is not that of the group.
            if (chosen.containsAll(group)) {
                for (int target : outside ? chosen : group) {
                    wanted.add(new Cell(row, group, target));
                }
            }
        }
        return wanted;
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

    private Known known(List<Cell> wanted, LookAhead ahead) {
        Set<Move> all = new LinkedHashSet<>();
        boolean before = false;
        boolean gram = false;
        for (StepMeasure measure : cells.keySet()) {
            gram |= measure.needsGram();
            for (Cell cell : wanted) {
                Optional<Move> base = measure.base(cell.target());
                before |= base.isEmpty() && !measure.needsGram();
                base.ifPresent(all::add);
                measure.move(cell.group(), cell.target(), settings.selfPair()).ifPresent(all::add);
            }
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

    /** The matrix of a measure: row g, column j is the effect of group g on task j; NaN where nothing was collected. */
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

    /** The number of cells that got a value, over all steps. */
    public long pairs() {
        return pairs;
    }

    /** What collecting took, the gradients of single tasks included. */
    public double seconds() {
        return nanoseconds / 1e9;
    }
}
