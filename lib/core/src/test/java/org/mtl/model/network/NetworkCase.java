package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.model.HuberLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/**
 * A network with losses, weights and a batch, to compute the same in several ways.
 *
 * @param parameters w
 */
record NetworkCase(String name, Architecture architecture, List<Loss> losses, double[] parameters, Batch batch) {

    /** How labels lie over the rows. */
    enum Form {
        /** Some rows have labels of some tasks. */
        WIDE,
        /** Each row has one task's label. */
        LONG
    }

    static final List<Loss> MIXED =
            List.of(new SquaredLoss(1), new LogisticLoss(), new SoftmaxLoss(3), new HuberLoss(), new SquaredLoss(2));

    static NetworkCase of(String name, List<Integer> hidden, List<Integer> headHidden, Activation activation, boolean bias,
            List<Loss> losses, Form form, int rows, long seed) {
        List<Integer> outputs = losses.stream().map(Loss::outputs).toList();
        Architecture architecture = new Architecture(4, hidden, headHidden, activation, bias, outputs);
        Random random = new Random(seed);
        double[] parameters = random.doubles(architecture.parameters(), -1, 1).toArray();
        double[] features = new double[rows * 4];
        for (int i = 0; i < features.length; i++) {
            // Numbers that floats hold exactly, so that both precisions see the same.
            features[i] = (float) random.nextGaussian();
        }
        List<Batch.Labels> labels = new ArrayList<>();
        for (int k = 0; k < losses.size(); k++) {
            int task = k;
            int[] positions = IntStream.range(0, rows)
                    .filter(i -> form == Form.LONG ? i * 7 % losses.size() == task : random.nextInt(4) > 0).toArray();
            labels.add(new Batch.Labels(k, positions, targets(losses.get(k), positions.length, random), 0.3 + k));
        }
        return new NetworkCase(name + " " + activation.label() + " " + form, architecture, losses, parameters,
                new Batch(rows, features, labels));
    }

    private static double[] targets(Loss loss, int count, Random random) {
        int values = loss.isClassification() ? 1 : loss.outputs();
        int classes = Math.max(2, loss.outputs());
        return IntStream.range(0, count * values)
                .mapToDouble(i -> loss.isClassification() ? random.nextInt(classes) : random.nextGaussian()).toArray();
    }

    static List<NetworkCase> all() {
        List<NetworkCase> cases = new ArrayList<>();
        for (Form form : Form.values()) {
            cases.add(of("trunk", List.of(5, 3), List.of(), Activation.TANH, true, MIXED, form, 23, 1));
            cases.add(of("heads", List.of(5), List.of(4, 3), Activation.GELU, true, MIXED, form, 23, 2));
            cases.add(of("no trunk", List.of(), List.of(3), Activation.TANH, true, MIXED, form, 23, 3));
            cases.add(of("linear", List.of(), List.of(), Activation.TANH, true, MIXED, form, 23, 4));
            cases.add(of("no bias", List.of(3), List.of(2), Activation.IDENTITY, false, MIXED, form, 23, 5));
            cases.add(of("relu", List.of(6, 5), List.of(4), Activation.RELU, true, MIXED, form, 23, 6));
            cases.add(of("one task", List.of(5, 3), List.of(2), Activation.TANH, true, List.of(new LogisticLoss()), form, 23, 7));
            cases.add(of("several chunks", List.of(3), List.of(), Activation.TANH, true, MIXED, form, 2500, 8));
            cases.add(of("aligned", List.of(5, 3), List.of(2), Activation.TANH, true, MIXED, form, 23, 9).aligned(4));
            cases.add(of("aligned by rank 2", List.of(5), List.of(), Activation.GELU, true, MIXED, form, 23, 10).aligned(2));
            cases.add(of("aligned linear", List.of(2), List.of(), Activation.IDENTITY, false, MIXED, form, 23, 11).aligned(1));
            cases.add(of("aligned task", List.of(3), List.of(), Activation.TANH, true, List.of(new LogisticLoss()), form, 23, 12)
                    .aligned(3));
            cases.add(of("aligned chunks", List.of(3), List.of(), Activation.TANH, true, MIXED, form, 2500, 13).aligned(4));
        }
        return cases;
    }

    /** The same rows with an alignment of a rank in front of the trunk. */
    NetworkCase aligned(int rank) {
        Architecture with = architecture.withAlignment(OptionalInt.of(rank));
        return new NetworkCase(name, with, losses, new Random(rank).doubles(with.parameters(), -1, 1).toArray(), batch);
    }

    DenseEngine engine(Precision precision, Workers workers) {
        DenseEngine engine = new DenseEngine(architecture, losses, precision, workers);
        engine.parameters().put(0, parameters.length, parameters);
        return engine;
    }

    /** The same batch with the labels of one task, or of some rows, only. */
    NetworkCase with(List<Batch.Labels> labels) {
        return new NetworkCase(name, architecture, losses, parameters, new Batch(batch.count(), batch.features(), labels));
    }

    /** The batch's value of sums of losses. */
    double value(double[] sums) {
        return batch.labels().stream().mapToDouble(labels -> labels.factor() * sums[labels.task()]).sum();
    }

    @Override
    public String toString() {
        return name;
    }
}
