package org.mtl.grouping;

import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;

/**
 * Random groupings that meet the constraints, for comparison.
 *
 * <p>The tasks are dealt in random order, each to one random group of those that take it: first one to each group, at the
 * end to groups that are still too small. Then groups that are too small or equal grow by random tasks. What still breaks
 * a constraint is thrown away. So a task is in several groups only where constraints ask for it.
 */
public final class RandomGrouping implements GroupingSolver {

    /** How often a grouping is dealt anew before it is given up. */
    private static final int ATTEMPTS = 1000;

    private final int repeats;
    private final long seed;
    private final BooleanSupplier stopped;

    /**
     * A solver.
     *
     * @param repeats how many groupings are drawn, at least 1
     * @param seed the user's seed
     * @param stopped ends the drawing early where it says so
     */
    public RandomGrouping(int repeats, long seed, BooleanSupplier stopped) {
        this.repeats = repeats;
        this.seed = seed;
        this.stopped = stopped;
    }

    /**
     * What was drawn.
     *
     * @param best the first of the best groupings
     * @param count how many were drawn; fewer than asked for where the time was over
     * @param mean their mean value
     * @param worst the least value
     */
    public record Draws(GroupingResult best, int count, double mean, double worst) {}

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        return draw(problem, settings).best();
    }

    /**
     * Draws groupings.
     *
     * @throws MtlException (DATA) if none meets the constraints in a thousand attempts
     */
    public Draws draw(GroupingProblem problem, SearchSettings settings) {
        Random random = Seeds.random(seed, "grouping");
        Grouping best = null;
        double most = Double.NEGATIVE_INFINITY;
        double worst = Double.POSITIVE_INFINITY;
        double sum = 0;
        int count = 0;
        while (count < repeats && !(count > 0 && isOver(settings))) {
            Grouping drawn = one(problem, settings, random);
            double value = problem.valueOf(drawn);
            if (best == null || value > most) {
                best = drawn;
                most = value;
                settings.progress().report(most, Double.POSITIVE_INFINITY);
            }
            worst = Math.min(worst, value);
            sum += value;
            count++;
        }
        GroupingResult result = new GroupingResult(best, most, Double.POSITIVE_INFINITY, GroupingResult.Status.FEASIBLE);
        return new Draws(result, count, sum / count, worst);
    }

    private boolean isOver(SearchSettings settings) {
        return stopped.getAsBoolean() || settings.deadline().isOver();
    }

    private Grouping one(GroupingProblem problem, SearchSettings settings, Random random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isOver(settings)) {
                throw Unsolved.because(true, stopped);
            }
            GroupBuilder builder = new GroupBuilder(problem);
            deal(builder, random);
            boolean growing = true;
            while (growing) {
                growing = IntStream.range(0, builder.groups()).filter(builder::mustGrow).findFirst().stream()
                        .anyMatch(group -> put(builder, group, random));
            }
            Grouping grouping = builder.grouping();
            if (problem.admits(grouping)) {
                return grouping;
            }
        }
        throw MtlException.data("no random grouping met all constraints in " + ATTEMPTS + " attempts; there may be one");
    }

    private static void deal(GroupBuilder builder, Random random) {
        int[] order = RandomOrder.of(builder.units(), random);
        int left = (int) IntStream.of(order).filter(unit -> builder.memberships(unit) == 0).count();
        for (int unit : order) {
            if (builder.memberships(unit) > 0) {
                continue;
            }
            boolean anyEmpty = IntStream.range(0, builder.groups()).anyMatch(group -> isEmptyAndTakes(builder, group, unit));
            boolean needed = left <= IntStream.range(0, builder.groups()).map(builder::missing).sum();
            int[] open = IntStream.range(0, builder.groups()).filter(group -> builder.takes(group, unit))
                    .filter(group -> !anyEmpty || builder.group(group).length == 0)
                    .filter(group -> anyEmpty || !needed || builder.missing(group) > 0).toArray();
            if (open.length > 0) {
                builder.add(open[random.nextInt(open.length)], unit);
            }
            left--;
        }
    }

    private static boolean isEmptyAndTakes(GroupBuilder builder, int group, int unit) {
        return builder.group(group).length == 0 && builder.takes(group, unit);
    }

    /** Puts a random unit into a group; whether it takes any. */
    private static boolean put(GroupBuilder builder, int group, Random random) {
        int[] open = IntStream.range(0, builder.units()).filter(unit -> builder.takes(group, unit)).toArray();
        if (open.length > 0) {
            builder.add(group, open[random.nextInt(open.length)]);
        }
        return open.length > 0;
    }
}
