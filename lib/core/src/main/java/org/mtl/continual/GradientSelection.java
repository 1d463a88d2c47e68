package org.mtl.continual;

import java.util.Arrays;
import java.util.Random;
import org.mtl.data.RandomOrder;
import org.mtl.model.network.Batch;

/**
 * {@code gss}: replay as {@code er} does, of a memory of rows whose gradients differ (Aljundi et al. 2019, "Gradient based sample
 * selection", algorithm 2, greedy): a row's score is the largest cosine of its gradient with those of a random sample of the
 * memory, plus 1; a full memory takes only rows that score below 1, in the place of one drawn in proportion to its score, and
 * that with the probability of its share in both scores. Rows are offered when their task is learned.
 */
record GradientSelection() implements Rehearsal {

    /** Rows of the memory that a row is compared with. */
    private static final int SAMPLE = 10;

    /** The score of the first rows, with nothing to be compared with. */
    private static final double FIRST = 0.1;

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        new ExperienceReplay().step(episode, fresh, position);
    }

    @Override
    public void end(Episode episode) {
        Memory memory = episode.memory();
        Random random = episode.random("selection");
        int[] order = RandomOrder.of(episode.rows().size(), random);
        int step = Math.min(episode.settings().batch(), SAMPLE);
        for (int from = 0; from < order.length; from += step) {
            int[] positions = Arrays.copyOfRange(order, from, Math.min(order.length, from + step));
            Rows rows = episode.rows().at(positions);
            double[] cosines = memory.size() == 0 ? new double[0]
                    : largestCosines(episode.learner(), rows, memory.rows(memory.draw(SAMPLE, random)));
            for (int i = 0; i < positions.length; i++) {
                double score = cosines.length == 0 ? FIRST : cosines[i] + 1;
                offer(memory, episode.rows().example(positions[i]), score, random);
            }
        }
    }

    static void offer(Memory memory, Example example, double score, Random random) {
        if (memory.size() < memory.capacity()) {
            memory.put(memory.size(), new Memory.Place(example, score));
        } else if (score < 1) {
            double at = random.nextDouble() * memory.places().stream().mapToDouble(Memory.Place::score).sum();
            int place = 0;
            while (place < memory.size() - 1 && at >= memory.places().get(place).score()) {
                at -= memory.places().get(place++).score();
            }
            double old = memory.places().get(place).score();
            if (random.nextDouble() * (old + score) < old) {
                memory.put(place, new Memory.Place(example, score));
            }
        }
    }

    /** Of each row the largest cosine of its gradient with those of others; 0 for a gradient of 0. */
    static double[] largestCosines(Learner learner, Rows rows, Rows others) {
        int size = learner.engine().parameters().length();
        double[] directions = new double[others.size() * size];
        for (int j = 0; j < others.size(); j++) {
            learner.descend(others.row(j));
            double[] gradient = learner.gradient();
            double norm = Math.sqrt(Vectors.dot(gradient, gradient));
            for (int p = 0; p < size && norm > 0; p++) {
                directions[j * size + p] = gradient[p] / norm;
            }
        }
        Batch batch = rows.batch();
        double[] products = new double[others.size() * rows.size()];
        learner.engine().exampleProducts(batch, learner.engine().directions(directions, others.size()), products);
        double[] norms = norms(learner, batch, rows);
        double[] largest = new double[rows.size()];
        Arrays.fill(largest, -1);
        for (int j = 0; j < others.size(); j++) {
            double[] ofOne = rows.inOrder(batch, products, others.size(), j);
            for (int i = 0; i < largest.length; i++) {
                largest[i] = Math.max(largest[i], norms[i] > 0 ? Math.max(-1, Math.min(1, ofOne[i] / norms[i])) : 0);
            }
        }
        return largest;
    }

    /** ‖∇ℓ_i‖ of each row. */
    static double[] norms(Learner learner, Batch batch, Rows rows) {
        double[] squares = new double[rows.size()];
        learner.engine().addExampleSquares(batch, squares);
        return Arrays.stream(rows.inOrder(batch, squares, 1, 0)).map(Math::sqrt).toArray();
    }
}
