package org.mtl.continual;

import java.util.List;

/**
 * All that learning a further task depends on, after some tasks.
 *
 * @param network the network; none before the first task
 * @param memory what is kept
 * @param accuracy how well each task was known after each
 * @param held what the memory held after each task
 */
public record StreamState(List<StreamNetwork> network, Memory memory, AccuracyMatrix accuracy, List<Held> held) {

    /**
     * A row in the memory.
     *
     * @param after the task after which it was there
     * @param row its name
     * @param task its task
     * @param label its class
     */
    public record Held(String after, String row, String task, String label) {}

    /** Copies the lists. */
    public StreamState {
        network = List.copyOf(network);
        held = List.copyOf(held);
    }

    /** Before the first task. */
    public static StreamState start(int memoryRows) {
        return new StreamState(List.of(), new Memory(memoryRows), new AccuracyMatrix(List.of(), List.of()), List.of());
    }

    /** The tasks that were learned, in order. */
    public List<String> tasks() {
        return accuracy.tasks();
    }
}
