package org.mtl.continual;

import java.util.List;
import java.util.Random;
import org.mtl.data.RandomOrder;

/** How earlier tasks are kept from being forgotten; one file for each strategy. It keeps nothing from task to task itself. */
interface Rehearsal {

    /** A step's place. */
    record Position(int epoch, int step, int[] rows) {}

    /** What is trained on while a task is learned. */
    default List<TaskRows> training(Episode episode) {
        return List.of(episode.rows());
    }

    /** Whether training starts from fresh parameters with each task. */
    default boolean startsAfresh() {
        return false;
    }

    /** Whether training is on the memory alone, as it is after {@link #begin}. */
    default boolean trainsOnMemory() {
        return false;
    }

    /** Before the first step of a task. */
    default void begin(Episode episode) {
        // Most have nothing to prepare.
    }

    /**
     * Takes the step, or steps, of a batch.
     *
     * @param fresh the batch
     * @param position which it is
     */
    default void step(Episode episode, Rows fresh, Position position) {
        episode.learner().descend(fresh);
        episode.learner().take();
    }

    /** After the last step of a task: what is kept of it. */
    default void end(Episode episode) {
        reservoir(episode);
    }

    /** Offers all rows of the task to the memory, which keeps a uniform sample of the stream. */
    static void reservoir(Episode episode) {
        Random random = episode.random("reservoir");
        for (int position : RandomOrder.of(episode.rows().size(), random)) {
            int place = episode.memory().offer(random);
            if (place >= 0) {
                episode.memory().put(place, new Memory.Place(episode.rows().example(position), 0));
            }
        }
    }
}
