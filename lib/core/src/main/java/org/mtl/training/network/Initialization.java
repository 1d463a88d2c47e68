package org.mtl.training.network;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;

/** Where the parameters of a network start. */
public sealed interface Initialization {

    /** Weights from N(0, 2/in) (He et al. 2015), biases 0. */
    record He() implements Initialization {}

    /** Weights uniform between ±√(6/(in + out)) (Glorot and Bengio 2010), biases 0. */
    record Glorot() implements Initialization {}

    /**
     * Those of another model.
     *
     * @param networks p values for each network
     */
    record Given(List<double[]> networks) implements Initialization {

        /** Copies the list. */
        public Given {
            networks = List.copyOf(networks);
        }

        private double[] of(int network, int count) {
            if (network >= networks.size()) {
                throw MtlException.usage("--init: expected a model of more than " + network + " networks, found " + networks.size());
            }
            double[] parameters = networks.get(network);
            if (parameters.length != count) {
                throw MtlException.usage("--init: expected a model of " + count + " parameters, found " + parameters.length);
            }
            return parameters.clone();
        }
    }

    /**
     * The first parameters. Each block is drawn for itself, from the seed, its name and its task, so that another task
     * changes none of those that are there.
     *
     * @param tasks the tasks' names
     * @param network which network of the model, 0 under hard sharing
     * @throws MtlException (USAGE) if given parameters are not as many as the network has
     */
    default double[] parameters(Architecture architecture, List<String> tasks, int network, long seed) {
        int count = architecture.parameters();
        if (this instanceof Given given) {
            return given.of(network, count);
        }
        double[] parameters = new double[count];
        Map<String, Double> starts = architecture.images().map(ImageTrunk::convolutions).orElse(List.of()).stream()
                .collect(Collectors.toMap(ImageTrunk.Convolution::name, ImageTrunk.Convolution::start));
        for (Architecture.Block block : architecture.blocks()) {
            String task = block.task().isPresent() ? tasks.get(block.task().getAsInt()) : "";
            Random random = Seeds.random(seed, "init:" + block.name() + ":" + task);
            int inputs = architecture.bias() ? block.rows() - 1 : block.rows();
            double start = starts.getOrDefault(block.name(), 1.0);
            // The bias is the last row and stays 0.
            for (int i = 0; i < inputs * block.columns(); i++) {
                parameters[block.offset() + i] = start * (this instanceof He
                        ? Math.sqrt(2.0 / inputs) * random.nextGaussian()
                        : Math.sqrt(6.0 / (inputs + block.columns())) * (2 * random.nextDouble() - 1));
            }
        }
        return parameters;
    }
}
