package org.mtl.model;

/**
 * Adds the pieces of several sums in the order of their numbers, whichever is ready first. What cannot be added yet waits,
 * so that memory is a sum per owner and a few pieces, however many there are. Safe on several threads at once.
 */
final class OrderedSums {

    private final int[] owners;
    private final double[][] waiting;
    private final double[][] sums;
    private int next;

    /**
     * Sums of pieces that all must be put once.
     *
     * @param count the number of sums
     * @param owners the sum that each piece belongs to
     */
    OrderedSums(int count, int[] owners) {
        this.owners = owners;
        this.waiting = new double[owners.length][];
        this.sums = new double[count][];
    }

    /** Takes a piece, which may be changed from now on. */
    synchronized void put(int number, double[] piece) {
        waiting[number] = piece;
        while (next < waiting.length && waiting[next] != null) {
            double[] ready = waiting[next];
            waiting[next] = null;
            int owner = owners[next++];
            if (sums[owner] == null) {
                sums[owner] = ready;
            } else {
                add(ready, sums[owner]);
            }
        }
    }

    private static void add(double[] more, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
    }

    /** The sums, each of {@code size} numbers, 0 where no piece belongs to one. */
    synchronized double[][] finish(int size) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] == null ? new double[size] : sums[i];
        }
        return sums;
    }
}
