package org.mtl.continual;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Device;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.EngineFolder;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.training.network.Schedule;
import org.mtl.training.network.StepSettings;

/** Small networks in double precision and rows for them, drawn one after the other. */
final class LearnerCase {

    static final int CLASSES = 3;

    private static final Workers WORKERS = new Workers(1);

    /** Which networks, and on what. */
    enum Kind {
        /** Dense layers on the engine of the core. */
        DENSE,
        /** The same on DL4J. */
        DENSE_ON_DL4J,
        /** Convolutions in front of them. */
        IMAGES;

        private StreamInputs inputs() {
            ImageTrunk trunk = new ImageTrunk(ImageTrunk.Kind.CNN, 2, 4, 4, List.of(2));
            return this == IMAGES ? new StreamInputs(Optional.of(trunk), trunk.inputs()) : new StreamInputs(Optional.empty(), 4);
        }

        private EngineFactory engines() {
            return this == DENSE ? DenseEngine::new : EngineFolder.dl4j().engines(Device.CPU);
        }
    }

    private final Random random;
    private final Kind kind;

    LearnerCase(long seed, Kind kind) {
        this.random = new Random(seed);
        this.kind = kind;
    }

    /** A learner by sgd at rate 0.3 with a decay of 0.01 and one hidden layer. */
    Learner learner(double momentum, int heads) {
        return learner(momentum, heads, List.of(5));
    }

    Learner learner(double momentum, int heads, List<Integer> hidden) {
        StreamInputs inputs = kind.inputs();
        Architecture architecture = new Architecture(inputs.images(), inputs.values(), hidden, List.of(), Activation.TANH, true,
                Collections.nCopies(heads, CLASSES));
        List<Loss> losses = Collections.nCopies(heads, (Loss) new SoftmaxLoss(CLASSES));
        double[] parameters = random.doubles(architecture.parameters()).map(value -> value - 0.5).toArray();
        StepSettings steps = new StepSettings(
                StepSettings.Method.SGD, momentum, false, 0.3, Schedule.CONSTANT, 0.01, OptionalDouble.empty());
        return new Learner(architecture, losses, parameters, steps, kind.engines(), Precision.DOUBLE, WORKERS, "a", 100);
    }

    Rows rows(int count, int heads) {
        return new Rows(random.doubles((long) count * kind.inputs().values()).map(value -> 2 * value - 1).toArray(),
                random.ints(count, 0, heads).toArray(), random.ints(count, 0, CLASSES).toArray());
    }
}
