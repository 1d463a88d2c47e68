package org.mtl.model.network;

/** The standard normal distribution. */
final class Normal {

    private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

    /** Beyond this the distribution is 0 or 1 in doubles. */
    private static final double FAR = 38;

    private Normal() {}

    /** φ(z). */
    static double density(double z) {
        return Math.exp(-z * z / 2) / ROOT_OF_TWO_PI;
    }

    /**
     * Φ(z), to about 15 digits: Hart's rational approximation as G. West gives it (Better approximations to cumulative
     * normal functions, Wilmott Magazine 2005).
     */
    static double distribution(double z) {
        double x = Math.abs(z);
        if (!(x < FAR)) {
            return Double.isNaN(z) ? z : z > 0 ? 1 : 0;
        }
        double density = Math.exp(-x * x / 2);
        double tail;
        if (x < 7.07106781186547) {
            double up = ((((((3.52624965998911e-02 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x
                    + 112.079291497871) * x + 221.213596169931) * x + 220.206867912376);
            double down = (((((((8.83883476483184e-02 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x
                    + 296.564248779674) * x + 637.333633378831) * x + 793.826512519948) * x + 440.413735824752);
            tail = density * up / down;
        } else {
            tail = density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / ROOT_OF_TWO_PI;
        }
        return z > 0 ? 1 - tail : tail;
    }
}
