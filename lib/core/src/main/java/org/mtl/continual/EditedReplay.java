package org.mtl.continual;

import java.util.Arrays;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;

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
        double[] before = inputGradients(learner, rows);
        double[] after = learner.ahead(() -> inputGradients(learner, rows));
        double[] moved = rows.inputs().clone();
        Vectors.add(moved, RATE, after);
        Vectors.add(moved, -RATE * (1 + REGULARIZATION), before);
        return moved;
    }

    /** ∇_x ℓ_i of each row, n × d: the deltas of the first layer times its weights. */
    static double[] inputGradients(Learner learner, Rows rows) {
        Architecture architecture = learner.engine().architecture();
        String first = architecture.hidden().isEmpty() ? "head.1" : "trunk.1";
        double[] parameters = learner.parameters();
        int width = architecture.inputs();
        double[] gradients = new double[rows.size() * width];
        Batch batch = rows.batch();
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            int[] positions = batch.labels().get(entry).positions();
            learner.engine().layers(batch, entry, (block, from, count, activations, deltas) -> {
                if (block.name().equals(first)) {
                    for (int i = 0; i < count; i++) {
                        multiply(parameters, block, deltas, i, width, gradients, positions[from + i] * width);
                    }
                }
            });
        }
        return gradients;
    }

    private static void multiply(double[] parameters, Architecture.Block block, double[] deltas, int row, int width, double[] into,
            int at) {
        for (int j = 0; j < width; j++) {
            double sum = 0;
            for (int c = 0; c < block.columns(); c++) {
                sum += parameters[block.offset() + j * block.columns() + c] * deltas[row * block.columns() + c];
            }
            into[at + j] = sum;
        }
    }
}
