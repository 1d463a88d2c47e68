package org.mtl.continual;

/** Sums over flat vectors. */
final class Vectors {

    private Vectors() {}

    /** a·b, in four sums, since one would wait for each addition. */
    static double dot(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " and " + b.length + " values");
        }
        double[] sums = new double[4];
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sums[0] += a[i] * b[i];
            sums[1] += a[i + 1] * b[i + 1];
            sums[2] += a[i + 2] * b[i + 2];
            sums[3] += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sums[0] += a[i] * b[i];
        }
        return sums[0] + sums[1] + sums[2] + sums[3];
    }

    /** a ← a + cb. */
    static void add(double[] a, double c, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += c * b[i];
        }
    }
}
