package org.mtl.continual;

/**
 * MetaSP's one influence of two, on stability and on plasticity ([3] Eqs. 10 and 11, appendix I): the point of least norm between
 * them.
 */
public final class InfluenceFusion {

    private InfluenceFusion() {}

    /**
     * γ* = clip((I_new − I_old)·I_new/‖I_new − I_old‖², 0, 1), which minimises ‖γI_old + (1 − γ)I_new‖; ½ where they are equal.
     *
     * @param old I_old, the influence of each row on the validation loss of old tasks
     * @param fresh I_new, that on the validation loss of the new task
     * @throws IllegalArgumentException if lengths differ or a value is not finite
     */
    public static double weight(double[] old, double[] fresh) {
        if (old.length != fresh.length) {
            throw new IllegalArgumentException(old.length + " and " + fresh.length + " values");
        }
        double product = 0;
        double norm = 0;
        for (int i = 0; i < old.length; i++) {
            double difference = fresh[i] - old[i];
            product += difference * fresh[i];
            norm += difference * difference;
        }
        if (!Double.isFinite(product) || !Double.isFinite(norm)) {
            throw new IllegalArgumentException("expected finite influences");
        }
        return norm == 0 ? 0.5 : Math.max(0, Math.min(1, product / norm));
    }
}
