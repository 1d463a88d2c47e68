package org.mtl.continual;

import java.util.ArrayList;
import java.util.List;
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
        int wanted = Math.min(memory.capacity() / episode.number(), rows.size());
        List<Memory.Place> kept = new ArrayList<>();
        memory.places().forEach(place ->
                kept.add(new Memory.Place(place.example(), scores.of(place.example(), place.score()))));
        while (kept.size() + wanted > memory.capacity()) {
            kept.remove(worst(kept, episode.settings().dropBy()));
        }
        int[] all = IntStream.range(0, rows.size()).toArray();
        for (int position : RehearsalMemory.chosen(all, wanted, means, line -> rows.at(new int[] {line}).inputs(),
                episode.settings().seed() + episode.number() - 1)) {
            kept.add(new Memory.Place(rows.example(position), means[position]));
        }
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
