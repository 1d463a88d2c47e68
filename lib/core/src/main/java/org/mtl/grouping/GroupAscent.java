package org.mtl.grouping;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * Groups of large priced value w_G + Σ_{i∈G} p_i by local search in one group: one unit at a time is put in, taken out or
 * exchanged, whatever gains most. Cheap where {@link BestGroups} is exact; the last groups on the way are noted.
 */
final class GroupAscent {

    private static final int NOTED = 3;

    private final SearchRules rules;
    private final SearchClock clock;
    private final GroupPool pool;
    private final int units;
    private final boolean[] in;
    private final double[] ties;
    private final int[] clashes;
    private final double[] price;
    private double sum;
    private double priced;
    private int size;

    GroupAscent(SearchRules rules, GroupPool pool, SearchClock clock) {
        this.rules = rules;
        this.pool = pool;
        this.clock = clock;
        units = rules.units().length;
        in = new boolean[units];
        ties = new double[units];
        clashes = new int[units];
        price = new double[units];
    }

    /** Climbs from a group at these prices of tasks. */
    void climb(int[] group, double[] prices) {
        Arrays.fill(in, false);
        Arrays.fill(ties, 0);
        Arrays.fill(clashes, 0);
        sum = 0;
        priced = 0;
        size = 0;
        for (int u = 0; u < units; u++) {
            price[u] = Arrays.stream(rules.units()[u]).mapToDouble(task -> prices[task]).sum();
        }
        for (int task : group) {
            if (!in[rules.unitOf(task)]) {
                toggle(rules.unitOf(task));
            }
        }
        Deque<int[]> last = new ArrayDeque<>();
        for (int step = 0; step < 4 * units && best(); step++) {
            last.addLast(group());
            if (last.size() > NOTED) {
                last.removeFirst();
            }
        }
        last.forEach(this::note);
    }

    private void toggle(int unit) {
        int sign = in[unit] ? -1 : 1;
        in[unit] = !in[unit];
        sum += sign * (ties[unit] + rules.pair(unit, unit));
        priced += sign * price[unit];
        size += sign * rules.units()[unit].length;
        for (int v = 0; v < units; v++) {
            ties[v] += v == unit ? 0 : sign * rules.pair(unit, v);
            clashes[v] += rules.clash(unit, v) ? sign : 0;
        }
    }

    private boolean best() {
        double now = value(sum, size, priced);
        double best = now + 1e-12 * Math.abs(now) + 1e-15;
        int out = -1;
        int into = -1;
        for (int u = 0; u < units; u++) {
            double value = in[u] ? after(u, -1) : after(-1, u);
            if (value > best) {
                best = value;
                out = in[u] ? u : -1;
                into = in[u] ? -1 : u;
            }
        }
        for (int u = 0; u < units && out < 0 && into < 0; u++) {
            for (int v = 0; v < units && in[u]; v++) {
                if (!in[v] && after(u, v) > best) {
                    best = after(u, v);
                    out = u;
                    into = v;
                }
            }
        }
        clock.count(2.0 * units * (1 + (into >= 0 ? 0 : size)));
        IntStream.of(out, into).filter(u -> u >= 0).forEach(this::toggle);
        return out >= 0 || into >= 0;
    }

    /** The priced value after an exchange, −1 standing for no unit; NaN if that cannot be. */
    private double after(int out, int into) {
        double changed = sum;
        double cost = priced;
        int count = size;
        if (out >= 0) {
            changed -= ties[out] + rules.pair(out, out);
            cost -= price[out];
            count -= rules.units()[out].length;
        }
        if (into >= 0) {
            boolean clash = rules.clash(into, into) || clashes[into] - (out >= 0 && rules.clash(out, into) ? 1 : 0) > 0;
            if (clash) {
                return Double.NaN;
            }
            changed += ties[into] + rules.pair(into, into) - (out >= 0 ? rules.pair(out, into) : 0);
            cost += price[into];
            count += rules.units()[into].length;
        }
        return count == 0 ? Double.NaN : value(changed, count, cost);
    }

    private double value(double pairs, int count, double cost) {
        return count == 0 ? Double.NEGATIVE_INFINITY : rules.problem().objective().ofSum(pairs, count) + cost;
    }

    private int[] group() {
        return IntStream.range(0, units).filter(u -> in[u])
                .flatMap(u -> Arrays.stream(rules.units()[u])).sorted().toArray();
    }

    /** Keeps a group that some slot may take, as far as that is known without a slot. */
    private void note(int[] group) {
        if (rules.problem().constraints().isSlotted() || rules.problem().constraints().admits(0, group)) {
            pool.add(group);
        }
    }
}
