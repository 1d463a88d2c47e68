package org.mtl.cli;

import java.util.Locale;
import java.util.Set;

/** The words of {@code --solver}. */
enum SolverWord {
    DEFAULT,
    CP_SAT,
    BRANCH_AND_BOUND,
    EXHAUSTIVE,
    GREEDY,
    RANDOM,
    AFFINITY_PROPAGATION,
    SPECTRAL;

    /** What clustering can be asked for. */
    private static final Set<ConstraintKind> OF_CLUSTERS = Set.of(
            ConstraintKind.GROUPS, ConstraintKind.MAX_GROUPS, ConstraintKind.PARTITION, ConstraintKind.DISTINCT);

    /** Whether this solver can keep such a constraint. */
    boolean keeps(ConstraintKind kind) {
        return this != AFFINITY_PROPAGATION && this != SPECTRAL || OF_CLUSTERS.contains(kind);
    }

    /** Whether its results can be proven to be the best. */
    boolean proves() {
        return this == DEFAULT || this == CP_SAT || this == BRANCH_AND_BOUND || this == EXHAUSTIVE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
