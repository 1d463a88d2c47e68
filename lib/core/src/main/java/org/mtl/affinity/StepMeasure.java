package org.mtl.affinity;

import java.util.ArrayList;
import java.util.List;
import org.mtl.training.network.LookAhead.Heads;
import org.mtl.training.network.LookAhead.Move;

/**
 * A measure of how much the step of a task's gradient helps another task (METHODS §5); larger is better. L_j(φ, θ_j) is the
 * loss of task j with the shared parameters φ and its own θ_j.
 */
public enum StepMeasure {

    /** Z[i→j] = 1 − L_j(φ_{i}, θ_j) / L_j(φ, θ_j) (Fifty et al. 2021, Eq. 1). */
    TAG {
        @Override
        List<Move> moves(List<Integer> tasks, SelfPair selfPair) {
            return tasks.stream().map(task -> new Move(List.of(task), Heads.NONE)).toList();
        }

        @Override
        boolean comparesWithBefore() {
            return true;
        }

        @Override
        double value(int source, int target, SelfPair selfPair, Step step) {
            return 1 - step.after(new Move(List.of(source), Heads.NONE), target) / step.before(target);
        }
    },

    /** S[i→j] = 1 − L_j(φ_{i,j}, θ_j⁺) / L_j(φ_{j}, θ_j⁺) ([2] Eq. 3). */
    TRANSFER_GAIN {
        @Override
        List<Move> moves(List<Integer> tasks, SelfPair selfPair) {
            List<Move> moves = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                moves.add(new Move(List.of(tasks.get(i)), Heads.ALL));
                for (int j = selfPair == SelfPair.DOUBLE ? i : i + 1; j < tasks.size(); j++) {
                    moves.add(pair(tasks.get(i), tasks.get(j)));
                }
            }
            return moves;
        }

        @Override
        double value(int source, int target, SelfPair selfPair, Step step) {
            if (source == target && selfPair == SelfPair.ZERO) {
                return 0;
            }
            return 1 - step.after(pair(source, target), target) / step.after(new Move(List.of(target), Heads.ALL), target);
        }

        /** One move serves both directions. */
        private Move pair(int one, int other) {
            return new Move(List.of(Math.min(one, other), Math.max(one, other)), Heads.ALL);
        }
    },

    /** G_i · G_j / (‖G_i‖ ‖G_j‖) of the gradients by the shared parameters. */
    COSINE {
        @Override
        List<Move> moves(List<Integer> tasks, SelfPair selfPair) {
            return List.of();
        }

        @Override
        boolean needsGram() {
            return true;
        }

        @Override
        double value(int source, int target, SelfPair selfPair, Step step) {
            double norms = Math.sqrt(step.product(source, source)) * Math.sqrt(step.product(target, target));
            double cosine = source == target ? norms / norms : step.product(source, target) / norms;
            // Rounding must not leave the range.
            return Math.max(-1, Math.min(1, cosine));
        }
    },

    /** B[i→k] = 1 − L_k(φ_{i}, θ_k⁺) / L_k(φ, θ_k), with θ_k⁺ for k = i and θ_k for others ([5] Definition 2). */
    PROXIMAL {
        @Override
        List<Move> moves(List<Integer> tasks, SelfPair selfPair) {
            return tasks.stream().map(task -> new Move(List.of(task), Heads.SOURCES)).toList();
        }

        @Override
        boolean comparesWithBefore() {
            return true;
        }

        @Override
        double value(int source, int target, SelfPair selfPair, Step step) {
            return 1 - step.after(new Move(List.of(source), Heads.SOURCES), target) / step.before(target);
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

    /** The moves that values between these tasks are made of. */
    abstract List<Move> moves(List<Integer> tasks, SelfPair selfPair);

    /** The effect of one task on another; not finite where it is compared with 0. */
    abstract double value(int source, int target, SelfPair selfPair, Step step);

    /** Whether losses before the step are needed. */
    boolean comparesWithBefore() {
        return false;
    }

    /** Whether products of gradients are needed. */
    boolean needsGram() {
        return false;
    }
}
