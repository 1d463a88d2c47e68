package org.mtl.influence.network;

/** A symmetric inverse whose products of rows with target rows come from the factors of both. */
interface PairwiseInverse extends LayerwiseInverse {

    /** Whether that is better than to write the directions of so many targets out. */
    boolean suits(int targets);

    /** The products with the directions of some targets. */
    PairKernel kernel(TargetFactors targets);
}
