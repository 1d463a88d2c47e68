package org.mtl.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.mtl.data.Dataset;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;

/**
 * Random subsets of half of the training rows, on which models are trained again to see what scores are worth (METHODS §8).
 *
 * <p>In the long form half of each task's rows, so that no subset is richer in a task than another: what differs is which rows
 * these are. In the wide form half of the rows, each for all its tasks. Odd numbers are rounded up.
 */
public final class HalfSubsets {

    private HalfSubsets() {}

    /**
     * Draws a subset; equal numbers and seeds give equal ones, whatever else is drawn.
     *
     * @param number which one, from 0 on
     * @return for every task, the positions of those of its training rows that stay
     */
    public static List<BitSet> draw(Dataset data, int number, long seed) {
        Random random = Seeds.random(seed, "half-subset:" + number);
        return data.form() == Dataset.Form.WIDE ? ofRows(data, random) : ofTasks(data, random);
    }

    private static List<BitSet> ofTasks(Dataset data, Random random) {
        List<BitSet> kept = new ArrayList<>();
        for (TaskData task : data.tasks()) {
            int[] positions = new int[task.size(Split.TRAIN)];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = i;
            }
            kept.add(half(positions, random));
        }
        return kept;
    }

    private static List<BitSet> ofRows(Dataset data, Random random) {
        BitSet labelled = new BitSet();
        for (TaskData task : data.tasks()) {
            for (int i = 0; i < task.size(Split.TRAIN); i++) {
                labelled.set(task.in(Split.TRAIN).row(i));
            }
        }
        BitSet rows = half(labelled.stream().toArray(), random);
        List<BitSet> kept = new ArrayList<>();
        for (TaskData task : data.tasks()) {
            BitSet positions = new BitSet();
            for (int i = 0; i < task.size(Split.TRAIN); i++) {
                positions.set(i, rows.get(task.in(Split.TRAIN).row(i)));
            }
            kept.add(positions);
        }
        return kept;
    }

    /** Half of some different numbers, which are put into another order. */
    private static BitSet half(int[] numbers, Random random) {
        BitSet chosen = new BitSet();
        for (int i = 0; i < (numbers.length + 1) / 2; i++) {
            int other = i + random.nextInt(numbers.length - i);
            int number = numbers[other];
            numbers[other] = numbers[i];
            chosen.set(number);
        }
        return chosen;
    }
}
