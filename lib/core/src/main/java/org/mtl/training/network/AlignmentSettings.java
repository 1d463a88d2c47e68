package org.mtl.training.network;

import java.util.OptionalInt;
import org.mtl.MtlException;

/**
 * Covariance alignment ([4] Algorithm 1): each task's rows are handed to the shared module as x'R_k, where R_k starts as the
 * identity and is trained with the heads.
 *
 * @param rank the columns of P_k in R_k = I + P_kQ_k; without one R_k is any matrix
 */
public record AlignmentSettings(OptionalInt rank) {

    /**
     * Checks the rank.
     *
     * @throws MtlException (USAGE) if it is not above 0
     */
    public AlignmentSettings {
        if (rank.isPresent() && rank.getAsInt() < 1) {
            throw MtlException.usage("--align-rank: expected a whole number of at least 1, found " + rank.getAsInt());
        }
    }

    /**
     * The rank among so many inputs.
     *
     * @throws MtlException (USAGE) if it is larger than their number
     */
    OptionalInt rank(int inputs) {
        if (rank.isPresent() && rank.getAsInt() > inputs) {
            throw MtlException.usage("--align-rank: expected at most " + inputs + ", the inputs of the shared module, found "
                    + rank.getAsInt());
        }
        return OptionalInt.of(rank.orElse(inputs));
    }
}
