package org.mtl.influence.network;

/**
 * {@code --method ekfac} (George 2018, Grosse 2023): the eigenbases of {@link KfacInverse} with the curvature's own second
 * moments along them, Λ_jk = Σ c (Q_A'a δ'Q_S)²_jk.
 */
public final class EkfacInverse {

    private EkfacInverse() {}

    /**
     * The inverse of the curvature; two passes over the training rows.
     *
     * @param labels those that the deltas are taken with
     */
    public static CurvatureInverse of(TrainedObjective objective, Fisher labels, Damping damping) {
        KroneckerFactors factors = KroneckerFactors.of(objective, labels.of(objective));
        return KroneckerInverse.of(factors, factors.moments(), damping);
    }
}
