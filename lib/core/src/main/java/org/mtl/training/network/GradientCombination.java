package org.mtl.training.network;

import java.util.Arrays;
import java.util.Random;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.combining.BatchesCombiner;
import org.mtl.training.combining.Combiner;
import org.mtl.training.combining.Gram;
import org.mtl.training.combining.GramCombiner;
import org.mtl.training.combining.RowsCombiner;
import org.mtl.training.combining.Sum;

/** Combines the gradients of tasks by the shared parameters, weighed and normalised, into the engine's gradient. */
final class GradientCombination {

    /** Coefficients below this share of the largest leave too little of a head's gradient to be scaled back. */
    private static final double LEAST_SHARE = 1e-6;

    private final BalanceSettings settings;
    private final int tasks;
    private final NetworkEngine engine;
    private final BatchRows rows;
    private final EpochBatches batches;
    private final BalanceRecord record;
    private final Combiner combiner;
    private double[] kept;
    private double[][][] others = new double[0][][];

    GradientCombination(BalanceSettings settings, int tasks, NetworkEngine engine, BatchRows rows, EpochBatches batches,
            BalanceRecord record) {
        this.settings = settings;
        this.tasks = tasks;
        this.engine = engine;
        this.rows = rows;
        this.batches = batches;
        this.record = record;
        this.combiner = settings.combiner().map(rule -> rule.create(tasks)).orElseGet(Sum::new);
        this.kept = new double[tasks];
        Arrays.fill(kept, 1);
    }

    /** The coefficients of the last step that found some, of gradients that are weighed. */
    double[] kept() {
        return kept;
    }

    /** Whether these coefficients can be part of a loss's weight. */
    boolean usable(int[] present) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int task : present) {
            least = Math.min(least, Math.abs(kept[task]));
            most = Math.max(most, Math.abs(kept[task]));
        }
        return least > LEAST_SHARE * most;
    }

    /**
     * Takes the gradients of two other batches, the next ones of the epoch, where the method asks for them.
     *
     * @return the batch of the step gathered again, nothing where it is still there
     */
    Batch[] prepare(int epoch, int b, Dropout dropout) {
        if (!(combiner instanceof BatchesCombiner)) {
            return new Batch[0];
        }
        others = new double[2][tasks][engine.architecture().sharedParameters()];
        for (int i = 0; i < others.length; i++) {
            Batch other = gather((b + 1 + i) % batches.count());
            Dropout own = dropout == Dropout.NONE ? dropout : new Dropout(dropout.rate(), dropout.key() + 1 + i);
            SharedGradients gradients = SharedGradients.of(engine, engine.taskGradients(other, own), other);
            for (int task : gradients.present()) {
                gradients.copy(task, others[i][task]);
            }
        }
        return new Batch[] {gather(b)};
    }

    private Batch gather(int b) {
        int[] positions = batches.batch(b);
        return rows.gather(positions, 0, positions.length, batches.factor());
    }

    /**
     * Stores the direction as the shared part of the engine's gradient.
     *
     * @param weights w_t
     * @param losses L_t, without weights
     * @param reused whether the last coefficients are to be used again
     * @param random draws what methods draw
     */
    void combine(SharedGradients gradients, double[] weights, double[] losses, boolean reused, Random random) {
        Gram gram = gradients.gram();
        record.gradients(gram);
        int[] present = gradients.present();
        double[] scales = new double[present.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = weights[present[i]] * settings.normalization().factor(gram.norm(i), losses[present[i]]);
        }
        Gram scaled = gram.scaled(scales);
        boolean finite = Arrays.stream(scaled.values()).allMatch(Double::isFinite);
        if (combiner instanceof RowsCombiner method && finite) {
            combineRows(method, gradients, scales, losses, random);
            return;
        }
        double[] coefficients = new double[present.length];
        // What is not finite goes on to where it is reported.
        Arrays.fill(coefficients, 1);
        if (finite && combiner instanceof GramCombiner method) {
            coefficients = reused ? places(kept, present) : method.coefficients(scaled, random);
        } else if (finite && combiner instanceof BatchesCombiner method) {
            coefficients = places(ofBatches(method, present, scales), present);
        }
        for (int i = 0; i < present.length; i++) {
            kept[present[i]] = coefficients[i];
        }
        double[] all = new double[tasks];
        double[] ones = new double[present.length];
        Arrays.fill(ones, 1);
        double factor = settings.matchNorm() ? matched(gram.norm(ones), scaled.norm(coefficients)) : 1;
        for (int i = 0; i < present.length; i++) {
            all[present[i]] = factor * coefficients[i] * scales[i];
        }
        record.coefficients(present, all);
        gradients.gradients().combine(all);
    }

    private static double matched(double wanted, double norm) {
        return norm > 0 ? wanted / norm : 1;
    }

    private static double[] places(double[] all, int[] present) {
        return Arrays.stream(present).mapToDouble(task -> all[task]).toArray();
    }

    /** Tasks that the batch of the step lacks are in the other two as they are. */
    private double[] ofBatches(BatchesCombiner method, int[] present, double[] scales) {
        for (double[][] other : others) {
            for (int i = 0; i < present.length; i++) {
                scale(other[present[i]], scales[i]);
            }
        }
        return method.coefficients(others[0], others[1]);
    }

    private void combineRows(RowsCombiner method, SharedGradients gradients, double[] scales, double[] losses, Random random) {
        double[][] rowsOf = gradients.rows();
        double wanted = settings.matchNorm() ? norm(sum(rowsOf, gradients.length())) : Double.NaN;
        for (int i = 0; i < rowsOf.length; i++) {
            scale(rowsOf[i], scales[i]);
        }
        double[] direction = method.direction(rowsOf, gradients.present(), places(losses, gradients.present()), random);
        if (settings.matchNorm()) {
            scale(direction, matched(wanted, norm(direction)));
        }
        engine.gradient().put(0, direction.length, direction);
    }

    private static double[] sum(double[][] rows, int length) {
        double[] sum = new double[length];
        for (double[] row : rows) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += row[j];
            }
        }
        return sum;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    double[] state() {
        double[] own = combiner.state();
        double[] state = Arrays.copyOf(kept, tasks + own.length);
        System.arraycopy(own, 0, state, tasks, own.length);
        return state;
    }

    void restore(double[] state) {
        kept = Arrays.copyOf(state, tasks);
        combiner.restore(Arrays.copyOfRange(state, tasks, state.length));
    }
}
