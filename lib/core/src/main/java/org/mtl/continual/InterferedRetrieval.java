package org.mtl.continual;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * {@code mir}: of a sample of the memory, the rows whose loss a step on the new batch would raise most are replayed (Aljundi et al.
 * 2019, "Online continual learning with maximally interfered retrieval").
 */
record InterferedRetrieval() implements Rehearsal {

    /** Candidates for each row that is replayed. */
    private static final int CANDIDATES = 5;

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        Learner learner = episode.learner();
        learner.descend(fresh);
        if (episode.rehearses(position.epoch())) {
            Memory memory = episode.memory();
            int[] candidates = memory.draw(CANDIDATES * episode.settings().memoryBatch(), episode.random("replay"));
            double[] raised = raised(learner, memory.rows(candidates));
            int[] chosen = IntStream.range(0, candidates.length).boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -raised[i]).thenComparing(i -> i))
                    .limit(episode.settings().memoryBatch()).mapToInt(i -> candidates[i]).toArray();
            learner.descend(fresh.and(memory.rows(chosen)));
        }
        learner.take();
    }

    /** ℓ_i(w') − ℓ_i(w), w' being where the step against the gradient in place leads; parameters stay as they are. */
    static double[] raised(Learner learner, Rows rows) {
        double[] before = learner.losses(rows);
        double[] raised = learner.ahead(() -> learner.losses(rows));
        Vectors.add(raised, -1, before);
        return raised;
    }
}
