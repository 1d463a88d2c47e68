package org.mtl.continual;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.NetworkEngine;

/**
 * φ, what the heads of a learner see of a row: what the last layer before them makes of it, or the row itself. It is a network
 * whose only head hands these on as they are.
 */
final class Embedding implements AutoCloseable {

    private final List<NetworkEngine> network;
    private final int width;

    /** φ at a learner's parameters as they are now. */
    Embedding(Learner learner) {
        Architecture whole = learner.engine().architecture();
        this.width = !whole.hidden().isEmpty() ? whole.hidden().get(whole.hidden().size() - 1)
                : whole.images().map(ImageTrunk::outputs).orElse(whole.inputs());
        if (whole.hidden().isEmpty() && whole.images().isEmpty()) {
            this.network = List.of();
            return;
        }
        Architecture layers = new Architecture(whole.images(), whole.inputs(), whole.hidden(), List.of(), whole.activation(),
                whole.bias(), List.of(width));
        NetworkEngine engine = learner.network(layers, Collections.singletonList(new SquaredLoss(width)));
        double[] parameters = new double[layers.parameters()];
        System.arraycopy(learner.parameters(), 0, parameters, 0, layers.sharedParameters());
        int offset = StreamNetwork.ofHeads(layers).get(0).offset();
        for (int j = 0; j < width; j++) {
            parameters[offset + j * width + j] = 1;
        }
        engine.parameters().put(0, parameters.length, parameters);
        this.network = List.of(engine);
    }

    /** How many values φ has. */
    int width() {
        return width;
    }

    /** φ of each row, n × width. */
    double[] of(Rows rows) {
        if (network.isEmpty()) {
            return rows.inputs();
        }
        double[] values = new double[rows.size() * width];
        network.get(0).predict(new Batch(rows.size(), rows.inputs(), List.of()), values);
        return values;
    }

    /**
     * ∇_x ‖φ(x) − t‖² of each row, n × d.
     *
     * @param targets n × width
     */
    double[] distanceGradients(Rows rows, double[] targets) {
        double[] gradients;
        if (network.isEmpty()) {
            gradients = rows.inputs().clone();
            Vectors.add(gradients, -1, targets);
            Vectors.add(gradients, 1, gradients.clone());
            return gradients;
        }
        int[] all = IntStream.range(0, rows.size()).toArray();
        gradients = new double[rows.inputs().length];
        network.get(0).addInputGradients(
                new Batch(rows.size(), rows.inputs(), List.of(new Batch.Labels(0, all, targets, 1))), gradients);
        Vectors.add(gradients, width - 1, gradients.clone());
        return gradients;
    }

    @Override
    public void close() {
        network.forEach(NetworkEngine::close);
    }
}
