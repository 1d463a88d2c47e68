package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mtl.data.Seeds;
import org.mtl.model.Loss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/**
 * Labels drawn from what the network predicts, with which the mean of gg' is the Fisher matrix: a class with its
 * probability, and for the other losses y = z + r with r of density proportional to e^−ℓ.
 *
 * <p>A label's draw depends on the seed, its task and its position among the task's rows alone.
 */
final class SampledLabels implements TrainedObjective.Labels {

    /** The mass of e^−ℓ of huber loss inside its corners, √(2π)(2Φ(1) − 1), and outside, 2e^−½. */
    private static final double HUBER_INSIDE = 1.711248783784298;

    private static final double HUBER_OUTSIDE = 1.2130613194252668;

    private final NetworkEngine engine;
    private final List<Loss> losses;
    private final long seed;
    private double[] outputs = new double[0];

    SampledLabels(NetworkEngine engine, List<Loss> losses, long seed) {
        this.engine = engine;
        this.losses = List.copyOf(losses);
        this.seed = seed;
    }

    @Override
    public Batch of(Batch batch, int[] before) {
        int width = losses.stream().mapToInt(Loss::outputs).sum();
        outputs = outputs.length < batch.count() * width ? new double[batch.count() * width] : outputs;
        engine.predict(batch, outputs);
        List<Batch.Labels> drawn = new ArrayList<>();
        for (Batch.Labels labels : batch.labels()) {
            int task = labels.task();
            Loss loss = losses.get(task);
            int column = losses.subList(0, task).stream().mapToInt(Loss::outputs).sum();
            int values = loss.isClassification() ? 1 : loss.outputs();
            double[] targets = new double[labels.size() * values];
            for (int i = 0; i < labels.size(); i++) {
                int at = labels.positions()[i] * width + column;
                double[] prediction = Arrays.copyOfRange(outputs, at, at + loss.outputs());
                Random random = Seeds.random(seed, "fisher:" + task + ":" + (before[task] + i));
                System.arraycopy(draw(loss, prediction, random), 0, targets, i * values, values);
            }
            drawn.add(new Batch.Labels(task, labels.positions(), targets, labels.factor()));
        }
        return new Batch(batch.count(), batch.features(), drawn);
    }

    /** A label for a prediction. */
    static double[] draw(Loss loss, double[] prediction, Random random) {
        return switch (loss.label()) {
            case "logistic" -> new double[] {random.nextDouble() * (1 + Math.exp(-prediction[0])) < 1 ? 1 : 0};
            case "softmax" -> new double[] {drawClass(prediction, random.nextDouble())};
            // The loss of a vector of o values is the mean of their r²: a normal density of variance o/2.
            case "squared" -> Arrays.stream(prediction)
                    .map(z -> z + random.nextGaussian() * Math.sqrt(prediction.length / 2.0)).toArray();
            case "huber" -> new double[] {prediction[0] + drawHuber(random)};
            default -> throw new IllegalStateException(loss.label() + " loss has no curvature");
        };
    }

    private static int drawClass(double[] prediction, double uniform) {
        double largest = Arrays.stream(prediction).max().orElseThrow();
        double total = 0;
        for (double z : prediction) {
            total += Math.exp(z - largest);
        }
        double left = uniform * total;
        for (int c = 0; c < prediction.length - 1; c++) {
            left -= Math.exp(prediction[c] - largest);
            if (left < 0) {
                return c;
            }
        }
        return prediction.length - 1;
    }

    private static double drawHuber(Random random) {
        if (random.nextDouble() * (HUBER_INSIDE + HUBER_OUTSIDE) < HUBER_OUTSIDE) {
            double beyond = 1 - Math.log(1 - random.nextDouble());
            return random.nextBoolean() ? beyond : -beyond;
        }
        double inside = random.nextGaussian();
        while (Math.abs(inside) > 1) {
            inside = random.nextGaussian();
        }
        return inside;
    }
}
