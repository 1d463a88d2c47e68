package org.mtl.training.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.TextTrunk;

/** Where the parameters of a network start. */
public sealed interface Initialization {

    /** Weights from N(0, 2/in) (He et al. 2015), biases 0. */
    record He() implements Initialization {}

    /** Weights uniform between ±√(6/(in + out)) (Glorot and Bengio 2010), biases 0. */
    record Glorot() implements Initialization {}

    /**
     * Given ones.
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
     * Those of a trained model, block by block: what tasks share, and of each task its own. Alignments that it has none of
     * start as the identity.
     *
     * @param model has all of the tasks, unless heads begin anew
     * @param newHeads whether only what tasks share is the model's, and what a task has of its own is drawn, by He's rule or
     *     Glorot's as suits the activation
     */
    record OfModel(NetworkModel model, boolean newHeads) implements Initialization {

        /** Those of a model that has all of the tasks. */
        public OfModel(NetworkModel model) {
            this(model, false);
        }

        private double[] of(Architecture wanted, List<String> tasks, long seed) {
            double[] parameters = newHeads ? drawn(wanted, tasks, seed) : new double[wanted.parameters()];
            for (Architecture.Block block : wanted.blocks()) {
                if (newHeads && block.task().isPresent()) {
                    continue;
                }
                String task = tasks.get(block.task().orElse(0));
                int of = newHeads ? 0 : model.taskNames().indexOf(task);
                if (of < 0 || !model.isShared() && tasks.size() > 1) {
                    throw MtlException.usage(of < 0 ? "--init: the model has no task '" + task + "'"
                            : "--init: expected a model of one network, found one of " + model.networks().size() + " networks");
                }
                if (isAlignment(block) && !hasAlignment(model)) {
                    putAlignment(block, task, seed, parameters);
                    continue;
                }
                NetworkModel.Network source = model.networks().get(model.isShared() ? 0 : of);
                Architecture.Block found = source.architecture().blocks().stream()
                        .filter(each -> each.name().equals(block.name()))
                        .filter(each -> each.task().isEmpty() == block.task().isEmpty()
                                && (each.task().isEmpty() || !model.isShared() || each.task().getAsInt() == of))
                        .filter(each -> each.rows() == block.rows() && each.columns() == block.columns())
                        .findFirst()
                        .orElseThrow(() -> MtlException.usage("--init: expected a model whose " + block.name() + " is "
                                + block.rows() + " x " + block.columns()
                                + block.task().stream().mapToObj(k -> " for task '" + task + "'").findFirst().orElse("")));
                System.arraycopy(source.parameters(), found.offset(), parameters, block.offset(), block.size());
            }
            return parameters;
        }

        private static double[] drawn(Architecture wanted, List<String> tasks, long seed) {
            boolean kinked = wanted.activation() == Activation.RELU || wanted.activation() == Activation.GELU;
            return (kinked ? new He() : new Glorot()).parameters(wanted, tasks, 0, seed);
        }
    }

    /** Draws a weight of a dense layer, as {@link He} does or else as {@link Glorot}. */
    default double weight(Random random, int inputs, int outputs) {
        return this instanceof He
                ? Math.sqrt(2.0 / inputs) * random.nextGaussian()
                : Math.sqrt(6.0 / (inputs + outputs)) * (2 * random.nextDouble() - 1);
    }

    private static Random random(Architecture.Block block, String task, long seed) {
        return Seeds.random(seed, "init:" + block.name() + ":" + task);
    }

    /** R_k = I: the identity itself, or Q_k = 0 with entries of P_k from N(0, 1/d), without which neither would move. */
    private static void putAlignment(Architecture.Block block, String task, long seed, double[] parameters) {
        Random random = random(block, task, seed);
        for (int i = 0; i < block.size(); i++) {
            parameters[block.offset() + i] = switch (block.name()) {
                case Architecture.ALIGN -> i % (block.columns() + 1) == 0 ? 1 : 0;
                case Architecture.ALIGN_DOWN -> random.nextGaussian() / Math.sqrt(block.rows());
                default -> 0;
            };
        }
    }

    private static boolean isAlignment(Architecture.Block block) {
        return block.name().startsWith(Architecture.ALIGN);
    }

    private static boolean hasAlignment(NetworkModel model) {
        return model.networks().get(0).architecture().alignment().isPresent();
    }

    /**
     * The first parameters. Each block is drawn for itself, from the seed, its name and its task, so that another task
     * changes none of those that are there. Alignments start as the identity,
     * vectors of words as the data has them, and recurrent weights as Glorot's under either rule, with biases of 1 for forgetting.
     *
     * @param tasks the tasks' names
     * @param network which network of the model, 0 under hard sharing
     * @throws MtlException (USAGE) if given parameters are not as many as the network has, or a model lacks one of its blocks
     */
    default double[] parameters(Architecture architecture, List<String> tasks, int network, long seed) {
        int count = architecture.parameters();
        if (this instanceof Given given) {
            return given.of(network, count);
        }
        if (this instanceof OfModel other) {
            return other.of(architecture, tasks, seed);
        }
        double[] parameters = new double[count];
        Map<String, Double> starts = architecture.images().map(ImageTrunk::convolutions).orElse(List.of()).stream()
                .collect(Collectors.toMap(ImageTrunk.Convolution::name, ImageTrunk.Convolution::start));
        for (Architecture.Block block : architecture.blocks()) {
            String task = block.task().isPresent() ? tasks.get(block.task().getAsInt()) : "";
            if (isAlignment(block)) {
                putAlignment(block, task, seed, parameters);
                continue;
            }
            if (block.name().equals(TextTrunk.EMBEDDING)) {
                double[] vectors = architecture.text().flatMap(TextTrunk::vectors).orElseThrow().all();
                System.arraycopy(vectors, 0, parameters, block.offset(), vectors.length);
                continue;
            }
            boolean recurrent = block.name().equals(TextTrunk.LSTM);
            Initialization rule = recurrent ? new Glorot() : this;
            Random random = random(block, task, seed);
            int inputs = architecture.bias() ? block.rows() - 1 : block.rows();
            double start = starts.getOrDefault(block.name(), 1.0);
            // The bias is the last row and stays 0.
            for (int i = 0; i < inputs * block.columns(); i++) {
                parameters[block.offset() + i] = start * rule.weight(random, inputs, block.columns());
            }
            if (recurrent && architecture.bias()) {
                // The forget gate is open at first, so that the beginning of a sentence is not lost (Jozefowicz et al. 2015).
                int units = block.columns() / 4;
                int gate = block.offset() + inputs * block.columns() + units;
                Arrays.fill(parameters, gate, gate + units, 1);
            }
        }
        return parameters;
    }
}
