package org.mtl.training.network;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.io.Numbers;
import org.mtl.training.weighting.ScalarSteps;

/**
 * How a network's parameters are moved.
 *
 * @param method the optimiser
 * @param momentum of sgd, from 0 to below 1
 * @param nesterov whether the momentum of sgd is Nesterov's
 * @param learningRate η; not used by lbfgs
 * @param schedule how it changes
 * @param weightDecay wd of ½·wd·‖w‖², or of the decay of adamw
 * @param clip the largest norm of a gradient, where it is bounded
 */
public record StepSettings(
        Method method,
        double momentum,
        boolean nesterov,
        double learningRate,
        Schedule schedule,
        double weightDecay,
        OptionalDouble clip) {

    /** The optimisers. */
    public enum Method {
        /** {@link Adam} with coupled weight decay. */
        ADAM,
        /** {@link Adam} with decoupled weight decay. */
        ADAMW,
        /** {@link Sgd}. */
        SGD,
        /** {@link Lbfgs} on all training rows. */
        LBFGS;

        /** The word that options and files use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the values, alone and together.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    public StepSettings {
        if (!(momentum >= 0 && momentum < 1)) {
            throw MtlException.usage("--momentum: expected a number from 0 to below 1, found " + momentum);
        }
        if (momentum > 0 && method != Method.SGD) {
            throw MtlException.usage("--momentum needs --optimizer sgd, found --optimizer " + method.label());
        }
        if (nesterov && momentum == 0) {
            throw MtlException.usage("--nesterov needs --momentum above 0");
        }
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw MtlException.usage("--lr: expected a number above 0, found " + learningRate);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw MtlException.usage("--weight-decay: expected a number of at least 0, found " + weightDecay);
        }
        if (clip.isPresent() && (!(clip.getAsDouble() > 0) || Double.isInfinite(clip.getAsDouble()))) {
            throw MtlException.usage("--clip: expected a number above 0 or none, found " + clip.getAsDouble());
        }
        if (method == Method.LBFGS && schedule != Schedule.CONSTANT) {
            throw MtlException.usage("--schedule: --optimizer lbfgs finds the length of its steps itself");
        }
        if (method == Method.LBFGS && clip.isPresent()) {
            throw MtlException.usage("--clip: --optimizer lbfgs needs the gradient as it is");
        }
    }

    /** The rule of a step on a batch; none for lbfgs. */
    public Optional<Optimizer> optimizer() {
        return switch (method) {
            case ADAM -> Optional.of(new Adam(weightDecay, false));
            case ADAMW -> Optional.of(new Adam(weightDecay, true));
            case SGD -> Optional.of(new Sgd(momentum, nesterov, weightDecay));
            case LBFGS -> Optional.empty();
        };
    }

    /** How numbers are trained that methods have beside the network's: by the same optimiser, without decay. */
    ScalarSteps.Rule beside() {
        return method == Method.SGD ? new ScalarSteps.Rule(false, momentum, nesterov) : ScalarSteps.Rule.ADAM;
    }

    /** What to change where training diverges. */
    public String advice() {
        if (method == Method.LBFGS) {
            return "try --standardize pooled";
        }
        String bound = clip.isPresent() ? "a lower --clip (" + Numbers.format(clip.getAsDouble()) + " now)" : "--clip 1";
        return "try a lower --lr (" + Numbers.format(learningRate) + " now), " + bound + ", or --standardize pooled";
    }
}
