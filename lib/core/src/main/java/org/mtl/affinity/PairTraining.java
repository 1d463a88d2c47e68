package org.mtl.affinity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mtl.parallel.Workers;

/**
 * Trains every task alone and every pair of tasks, the higher-order approximation of Standley et al. 2020: how well a task
 * does in a group is estimated by the mean over its pairs with the others.
 */
public final class PairTraining {

    /** Trains on some tasks. */
    public interface Trainer {

        /**
         * What is compared between trainings, such as V_k, of each task that was trained on, in their order; smaller is better.
         *
         * @param tasks one task or two, in ascending order
         * @param workers one thread
         */
        double[] train(List<Integer> tasks, Workers workers);
    }

    /**
     * A training that is done.
     *
     * @param tasks one task or two, in ascending order
     * @param losses what each of them came to
     */
    public record Run(List<Integer> tasks, double[] losses) {}

    private PairTraining() {}

    /** The tasks of each training: every one of K alone, then every pair. */
    public static List<List<Integer>> subsets(int tasks) {
        List<List<Integer>> subsets = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            subsets.add(List.of(i));
        }
        for (int i = 0; i < tasks; i++) {
            for (int j = i + 1; j < tasks; j++) {
                subsets.add(List.of(i, j));
            }
        }
        return subsets;
    }

    /**
     * Trains side by side, one training a thread; what they come to does not depend on the number of threads.
     *
     * @param tasks K
     * @param known trainings that an earlier run has done, which are not repeated
     * @param done is told of each training when it is done, by one thread at a time, in no particular order
     * @return all K(K + 1)/2 of them, in the order of {@link #subsets}
     */
    public static List<Run> run(int tasks, Map<List<Integer>, double[]> known, Trainer trainer, Workers workers,
            Consumer<Run> done) {
        List<List<Integer>> subsets = subsets(tasks);
        List<List<Integer>> open = subsets.stream().filter(subset -> !known.containsKey(subset)).toList();
        Map<List<Integer>, double[]> all = new HashMap<>(known);
        workers.forEach(open.size(), i -> {
            try (Workers one = new Workers(1, workers.memory())) {
                double[] losses = trainer.train(open.get(i), one);
                synchronized (all) {
                    all.put(open.get(i), losses);
                    done.accept(new Run(open.get(i), losses));
                }
            }
        });
        return subsets.stream().map(subset -> new Run(subset, all.get(subset))).toList();
    }

    /**
     * S[i→j] = 1 − V_j trained with i / V_j trained alone; 0 on the diagonal.
     *
     * @param runs those of {@link #run}
     */
    public static double[][] gains(int tasks, List<Run> runs) {
        double[][] gains = new double[tasks][tasks];
        double[] alone = new double[tasks];
        for (Run run : runs) {
            if (run.tasks().size() == 1) {
                alone[run.tasks().get(0)] = run.losses()[0];
            } else {
                int first = run.tasks().get(0);
                int second = run.tasks().get(1);
                gains[second][first] = 1 - run.losses()[0] / alone[first];
                gains[first][second] = 1 - run.losses()[1] / alone[second];
            }
        }
        return gains;
    }
}
