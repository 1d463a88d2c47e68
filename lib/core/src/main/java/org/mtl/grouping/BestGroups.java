package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The groups of the largest priced value w_G + Σ_{i∈G} p_i, largest first, by best-first branch and bound over which tasks
 * are in: the pricing of column generation. For the objectives that are sums over groups.
 *
 * <p>Bounds come from {@link QuadraticBound} for each size a group can grow to. Kept are pairs that exclude each other or
 * belong together, and the sizes and budgets that hold for every slot; what holds for one slot alone is left out, so that
 * the bounds hold for each.
 */
final class BestGroups {

    private static final double ROUNDING = 1e-10;
    private static final int BISECTIONS = 10;

    /**
     * What was found.
     *
     * @param groups the best groups, best first
     * @param values their priced values
     * @param rest no group that is not among them has a larger priced value, up to rounding
     * @param isComplete whether nothing is open but groups below what was asked for
     */
    record Found(List<int[]> groups, double[] values, double rest, boolean isComplete) {}

    /** Some tasks in, some still free, the others out. */
    private record Node(BitSet in, BitSet free, double bound, long number, Range range, int branch) {}

    /**
     * What is known of all below a node.
     *
     * @param smallest groups of fewer tasks are not good enough
     * @param largest nor are those of more
     * @param curvature at least {@link QuadraticBound#curvature} of the free
     * @param measured for how many of them it was computed
     */
    private record Range(int smallest, int largest, double curvature, int measured) {}

    private final SearchRules rules;
    private final GroupingObjective objective;
    private final int tasks;
    private final double[][] plain;
    private final double wholeCurvature;
    private final int smallest;
    private final int largest;
    private final List<SearchRules.Budget> budgets;
    private final SearchClock clock;

    private double[][] priced;
    private QuadraticBound bounds;
    private double margin;
    private long number;
    private PriorityQueue<Node> open;

    BestGroups(SearchRules rules, SearchClock clock) {
        this.rules = rules;
        this.clock = clock;
        TaskAffinity affinity = rules.problem().affinity();
        objective = rules.problem().objective();
        tasks = affinity.size();
        plain = new double[tasks][tasks];
        for (int i = 0; i < tasks; i++) {
            for (int k = 0; k < tasks; k++) {
                double half = affinity.between(i, k) / (i == k ? 1 : 2);
                plain[i][k] = Double.isNaN(half) ? 0 : half;
            }
        }
        smallest = IntStream.range(0, rules.slots()).map(rules::smallest).min().orElseThrow();
        largest = Math.min(tasks, IntStream.range(0, rules.slots()).map(rules::largest).max().orElseThrow());
        boolean slotted = rules.problem().constraints().isSlotted();
        budgets = slotted ? List.of() : rules.budgets(0);
        int[] all = IntStream.range(0, tasks).toArray();
        wholeCurvature = new QuadraticBound(plain).curvature(all, Double.POSITIVE_INFINITY, clock.isOver() ? 0 : BISECTIONS);
        clock.count(4.0 * tasks * tasks * tasks);
    }

    /**
     * Finds the best groups at some prices.
     *
     * @param prices by task
     * @param wanted how many at most
     * @param least groups of a lower priced value are not wanted
     * @param nodes how many nodes to look at, at most
     */
    Found find(double[] prices, int wanted, double least, int nodes) {
        begin(prices);
        List<int[]> groups = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        BitSet all = new BitSet();
        all.set(0, tasks);
        for (int u = 0; u < rules.units().length; u++) {
            if (rules.clash(u, u)) {
                Arrays.stream(rules.units()[u]).forEach(all::clear);
            }
        }
        push(new BitSet(), all, new Range(Math.max(1, smallest), largest, wholeCurvature, tasks), least);
        for (int seen = 0; !open.isEmpty() && groups.size() < wanted; seen++) {
            if (seen >= nodes || clock.isOver()) {
                return found(groups, values, Math.max(least, open.peek().bound()), false);
            }
            Node node = open.poll();
            if (node.branch() < 0) {
                groups.add(node.in().stream().toArray());
                values.add(node.bound() - margin);
            } else {
                branch(node, least);
            }
        }
        double rest = open.isEmpty() ? least : Math.max(least, open.peek().bound());
        return found(groups, values, rest, open.isEmpty());
    }

    private static Found found(List<int[]> groups, List<Double> values, double rest, boolean complete) {
        return new Found(groups, values.stream().mapToDouble(value -> value).toArray(), rest, complete);
    }

    /** The mean of a sum over pairs is linear in a price of (p_i + p_k) / 2 for each ordered pair; a sum has it alone. */
    private void begin(double[] prices) {
        boolean sum = objective == GroupingObjective.SUM;
        priced = new double[tasks][tasks];
        double scale = 0;
        for (int i = 0; i < tasks; i++) {
            for (int k = 0; k < tasks; k++) {
                double price = sum ? i == k ? prices[i] : 0 : (prices[i] + prices[k]) / 2;
                priced[i][k] = plain[i][k] + price;
                scale = Math.max(scale, Math.abs(priced[i][k]));
            }
        }
        bounds = new QuadraticBound(priced);
        margin = ROUNDING * scale * tasks;
        open = new PriorityQueue<>((a, b) -> a.bound() != b.bound() ? Double.compare(b.bound(), a.bound())
                : Long.compare(a.number(), b.number()));
        number = 0;
    }

    private void branch(Node node, double least) {
        int[] unit = rules.units()[rules.unitOf(node.branch())];
        BitSet free = (BitSet) node.free().clone();
        Arrays.stream(unit).forEach(free::clear);
        push(node.in(), free, node.range(), least);
        BitSet in = (BitSet) node.in().clone();
        BitSet fitting = (BitSet) free.clone();
        for (int task : unit) {
            in.set(task);
        }
        free.stream().filter(other -> rules.clash(rules.unitOf(other), rules.unitOf(node.branch()))).forEach(fitting::clear);
        push(in, fitting, node.range(), least);
    }

    /** Adds a node if a group in it can be good enough. */
    private void push(BitSet in, BitSet open, Range range, double least) {
        int[] members = in.stream().toArray();
        int[] free = open.stream().toArray();
        int low = Math.max(0, range.smallest() - members.length);
        int high = Math.min(free.length, range.largest() - members.length);
        if (low > high || !isWithinBudgets(members)) {
            return;
        }
        double sum = sum(members);
        if (high == 0) {
            add(new Node(in, new BitSet(), value(sum, members.length) + margin, number++, range, -1), least);
            return;
        }
        Range measured = measure(free, range);
        double[] gains = gains(members, free);
        double[] limits = new double[free.length + 1];
        bounds.fill(free, gains, measured.curvature(), low, high, limits);
        clock.count(12.0 * free.length * (free.length + high - low) + free.length * members.length);
        double best = Double.NEGATIVE_INFINITY;
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int q = low; q <= high; q++) {
            double limit = members.length + q == 0 ? Double.NEGATIVE_INFINITY : value(sum + limits[q], members.length + q);
            best = Math.max(best, limit);
            if (limit + margin >= least) {
                first = Math.min(first, members.length + q);
                last = members.length + q;
            }
        }
        Range rest = new Range(first, last, measured.curvature(), measured.measured());
        add(new Node(in, open, best + margin, number++, rest, strongest(free, gains)), least);
    }

    private Range measure(int[] free, Range range) {
        if (free.length > 0.8 * range.measured()) {
            return range;
        }
        clock.count(2.0 * free.length * free.length * free.length);
        return new Range(range.smallest(), range.largest(),
                bounds.curvature(free, range.curvature(), BISECTIONS), free.length);
    }

    private void add(Node node, double least) {
        if (node.bound() >= least) {
            open.add(node);
        }
    }

    /** The task that matters most: the one whose ties to those in and to the other free are the largest. */
    private int strongest(int[] free, double[] gains) {
        double best = Double.NEGATIVE_INFINITY;
        int strongest = free[0];
        for (int a = 0; a < free.length; a++) {
            double gain = gains[a] + priced[free[a]][free[a]];
            for (int other : free) {
                gain += priced[free[a]][other];
            }
            if (gain > best) {
                best = gain;
                strongest = free[a];
            }
        }
        return strongest;
    }

    private double[] gains(int[] members, int[] free) {
        double[] gains = new double[free.length];
        for (int a = 0; a < free.length; a++) {
            double[] row = priced[free[a]];
            for (int member : members) {
                gains[a] += 2 * row[member];
            }
        }
        return gains;
    }

    private double sum(int[] members) {
        double sum = 0;
        for (int i : members) {
            for (int k : members) {
                sum += priced[i][k];
            }
        }
        return sum;
    }

    private double value(double sum, int size) {
        return objective.ofSum(sum, size);
    }

    private boolean isWithinBudgets(int[] members) {
        int[] units = Arrays.stream(members).map(rules::unitOf).distinct().toArray();
        return budgets.stream().allMatch(budget ->
                Arrays.stream(units).mapToDouble(u -> budget.costs()[u]).sum() <= budget.limit());
    }
}
