package org.mtl.affinity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mtl.training.network.LookAhead.Heads;
import org.mtl.training.network.LookAhead.Move;

/**
 * A measure of how much the step of a group's gradients helps a task (METHODS §5); larger is better. L_j(φ, θ_j) is the loss of
 * task j with the shared parameters φ and its own θ_j, φ_A those after a step by the gradients of the tasks in A. A group of
 * one task i gives what the measure says of the pair i→j.
 */
public enum StepMeasure {

    /** Z[A→j] = 1 − L_j(φ_A, θ_j) / L_j(φ, θ_j) (Fifty et al. 2021, Eq. 1). */
    TAG {
        @Override
        Optional<Move> move(List<Integer> group, int target, SelfPair selfPair) {
            return Optional.of(new Move(group, Heads.NONE));
        }
    },

    /** S[A→j] = 1 − L_j(φ_{A∪{j}}, θ_j⁺) / L_j(φ_{j}, θ_j⁺) ([2] Eqs. 3 and 4). */
    TRANSFER_GAIN {
        @Override
        Optional<Move> move(List<Integer> group, int target, SelfPair selfPair) {
            if (!group.equals(List.of(target))) {
                return Optional.of(new Move(
                        Stream.concat(group.stream(), Stream.of(target)).distinct().sorted().toList(), Heads.ALL));
            }
            return selfPair == SelfPair.DOUBLE ? Optional.of(new Move(List.of(target, target), Heads.ALL)) : Optional.empty();
        }

        @Override
        Optional<Move> base(int target) {
            return Optional.of(new Move(List.of(target), Heads.ALL));
        }
    },

    /** The cosine of Σ_{i∈A} G_i and G_j, the gradients by the shared parameters. */
    COSINE {
        @Override
        Optional<Move> move(List<Integer> group, int target, SelfPair selfPair) {
            return Optional.empty();
        }

        @Override
        boolean needsGram() {
            return true;
        }

        @Override
        double value(List<Integer> group, int target, SelfPair selfPair, Step step) {
            double square = 0;
            double product = 0;
            for (int one : group) {
                for (int other : group) {
                    square += step.product(one, other);
                }
                product += step.product(one, target);
            }
            double norms = Math.sqrt(square) * Math.sqrt(step.product(target, target));
            double cosine = group.equals(List.of(target)) ? norms / norms : product / norms;
            // Rounding must not leave the range.
            return Math.max(-1, Math.min(1, cosine));
        }
    },

    /** B[A→k] = 1 − L_k(φ_A, θ_k⁺) / L_k(φ, θ_k), with θ_k⁺ for k ∈ A and θ_k for others ([5] Definition 2). */
    PROXIMAL {
        @Override
        Optional<Move> move(List<Integer> group, int target, SelfPair selfPair) {
            return Optional.of(new Move(group, Heads.SOURCES));
        }
    };

    /** What the transfer gain of a task to itself is. */
    public enum SelfPair {
        /** The pair {j, j} takes G_j twice. */
        DOUBLE,
        /** Nothing is gained. */
        ZERO
    }

    /** What is known of a step. */
    interface Step {

        /** L_j before the step. */
        double before(int task);

        /** L_j after a move. */
        double after(Move move, int task);

        /** G_i · G_j. */
        double product(int one, int other);
    }

    /** The move after which the target's loss is taken; none where none is needed. */
    abstract Optional<Move> move(List<Integer> group, int target, SelfPair selfPair);

    /** The move whose loss the other is compared with; none: the loss before the step. */
    Optional<Move> base(int target) {
        return Optional.empty();
    }

    /** Whether products of gradients are needed, and no losses. */
    boolean needsGram() {
        return false;
    }

    /** The effect of a group of tasks, in ascending order, on a task; not finite where it is compared with 0. */
    double value(List<Integer> group, int target, SelfPair selfPair, Step step) {
        double base = base(target).map(move -> step.after(move, target)).orElseGet(() -> step.before(target));
        // Without a move nothing is gained.
        return move(group, target, selfPair).map(move -> 1 - step.after(move, target) / base).orElse(0.0);
    }
}
