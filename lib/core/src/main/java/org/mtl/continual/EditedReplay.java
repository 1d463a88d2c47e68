package org.mtl.continual;

import java.util.Arrays;

/**
 * {@code gmed}: the inputs of rows that are replayed are moved a little to where a step on the new batch would make them more
 * forgotten, x ← x + α∇_x(ℓ(w'; x) − ℓ(w; x) − βℓ(w; x)), and the memory keeps them so (Jin et al. 2021, "Gradient-based editing
 * of memory examples", Eqs. 4 and 5).
 */
record EditedReplay() implements Rehearsal {

    /** α. */
    private static final double RATE = 0.1;

    /** β, which keeps rows from being moved to where they are merely hard. */
    private static final double REGULARIZATION = 0.01;

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        Learner learner = episode.learner();
        learner.descend(fresh);
        if (episode.rehearses(position.epoch())) {
            Memory memory = episode.memory();
            int[] places = memory.draw(episode.settings().memoryBatch(), episode.random("replay"));
            Rows rows = memory.rows(places);
            double[] moved = edited(learner, rows);
            int width = moved.length / places.length;
            for (int i = 0; i < places.length; i++) {
                Memory.Place old = memory.places().get(places[i]);
                double[] input = Arrays.copyOfRange(moved, i * width, (i + 1) * width);
                memory.put(places[i], new Memory.Place(old.example().with(input), old.score()));
            }
            learner.descend(fresh.and(memory.rows(places)));
        }
        learner.take();
    }

    /** The inputs after one edit, w' being where the step against the gradient in place leads. */
    static double[] edited(Learner learner, Rows rows) {
        double[] before = learner.inputGradients(rows);
        double[] after = learner.ahead(() -> learner.inputGradients(rows));
        double[] moved = rows.inputs().clone();
        Vectors.add(moved, RATE, after);
        Vectors.add(moved, -RATE * (1 + REGULARIZATION), before);
        return moved;
    }
}
