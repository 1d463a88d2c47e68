package org.mtl.continual;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mtl.selection.RehearsalMemory;

/**
 * Rehearsal selection ([3] §5 and appendix G): of the t-th task ⌊M/t⌋ clusters of its inputs, and of each the row with the lowest
 * mean influence; from the memory go the rows with the largest. {@link RehearsalMemory} does the same from a file of scores.
 */
final class RehearsalSelection {

    /** The influence of a row of the memory: what it was in this task's steps, or what it was before. */
    interface Scores {
        double of(Example example, double before);
    }

    private RehearsalSelection() {}

    /**
     * Renews the memory of an episode.
     *
     * @param means of each of the task's rows
     * @param scores of rows that are kept already
     */
    static void apply(Episode episode, double[] means, Scores scores) {
        Memory memory = episode.memory();
        TaskRows rows = episode.rows();
        RehearsalMemory.Choice choice = episode.settings().chooseBy();
        int wanted = Math.min(memory.capacity() / episode.number(), rows.size());
        List<Memory.Place> kept = new ArrayList<>();
        memory.places().forEach(place -> kept.add(choice == RehearsalMemory.Choice.CLUSTERS ? place
                : new Memory.Place(place.example(), scores.of(place.example(), place.score()))));
        while (kept.size() + wanted > memory.capacity()) {
            kept.remove(worst(kept, episode.settings().dropBy()));
        }
        int[] all = IntStream.range(0, rows.size()).toArray();
        IntFunction<double[]> inputs = line -> rows.at(new int[] {line}).inputs();
        long seed = episode.settings().seed() + episode.number() - 1;
        double[] own = choice == RehearsalMemory.Choice.CLUSTERS ? RehearsalMemory.distances(all, wanted, inputs, seed) : means;
        List<Integer> chosen = choice == RehearsalMemory.Choice.INFLUENCE ? RehearsalMemory.lowest(all, wanted, means)
                : RehearsalMemory.chosen(all, wanted, own, inputs, seed);
        chosen.forEach(position -> kept.add(new Memory.Place(rows.example(position), own[position])));
        memory.replace(kept);
    }

    /** The place that goes first. */
    static int worst(List<Memory.Place> places, RehearsalMemory.Drop drop) {
        return RehearsalMemory.worst(places, drop, Memory.Place::score, RehearsalSelection::classOf);
    }

    private static List<Object> classOf(Memory.Place place) {
        return List.of(place.example().task(), place.example().label());
    }
}
