package org.mtl.continual;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.training.network.Schedule;
import org.mtl.training.network.StepSettings;

/** Small networks in double precision and rows for them, drawn one after the other. */
final class LearnerCase {

    static final int INPUTS = 4;
    static final int CLASSES = 3;

    private static final Workers WORKERS = new Workers(1);

    private final Random random;

    LearnerCase(long seed) {
        random = new Random(seed);
    }

    /** A learner by sgd at rate 0.3 with a decay of 0.01 and one hidden layer. */
    Learner learner(double momentum, int heads) {
        return learner(momentum, heads, List.of(5));
    }

    Learner learner(double momentum, int heads, List<Integer> hidden) {
        Architecture architecture = new Architecture(
                INPUTS, hidden, List.of(), Activation.TANH, true, Collections.nCopies(heads, CLASSES));
        List<Loss> losses = Collections.nCopies(heads, (Loss) new SoftmaxLoss(CLASSES));
        double[] parameters = random.doubles(architecture.parameters()).map(value -> value - 0.5).toArray();
        StepSettings steps = new StepSettings(
                StepSettings.Method.SGD, momentum, false, 0.3, Schedule.CONSTANT, 0.01, OptionalDouble.empty());
        return new Learner(architecture, losses, parameters, steps, DenseEngine::new, Precision.DOUBLE, WORKERS, "a", 100);
    }

    Rows rows(int count, int heads) {
        return new Rows(random.doubles(count * INPUTS).map(value -> 2 * value - 1).toArray(),
                random.ints(count, 0, heads).toArray(), random.ints(count, 0, CLASSES).toArray());
    }
}
