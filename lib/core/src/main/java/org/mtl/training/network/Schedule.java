package org.mtl.training.network;

import java.util.Locale;

/** How the learning rate changes over a run of T steps: the rate of step t = 0, …, T − 1 is η·s(t). */
public enum Schedule {
    /** s = 1. */
    CONSTANT {
        @Override
        public double factor(long step, long steps) {
            return 1;
        }
    },
    /** s = ½(1 + cos(πt/T)), from 1 down to nearly 0. */
    COSINE {
        @Override
        public double factor(long step, long steps) {
            return 0.5 * (1 + Math.cos(Math.PI * step / steps));
        }
    },
    /** s = 1, from t = T/2 on 0.1, and from t = 3T/4 on 0.01. */
    STEP {
        @Override
        public double factor(long step, long steps) {
            return step < steps / 2.0 ? 1 : step < 0.75 * steps ? 0.1 : 0.01;
        }
    },
    /** s = (1 − t/T)^0.9. */
    POLY {
        @Override
        public double factor(long step, long steps) {
            return Math.pow(1 - (double) step / steps, POWER);
        }
    },
    /** s = (t + 1)/W over the first W = ⌈0.05·T⌉ steps, then 1. */
    WARMUP {
        @Override
        public double factor(long step, long steps) {
            return Math.min(1, (step + 1) / Math.ceil(WARMUP_SHARE * steps));
        }
    };

    private static final double POWER = 0.9;
    private static final double WARMUP_SHARE = 0.05;

    /**
     * s(t).
     *
     * @param step t, counted from 0
     * @param steps T, those of all epochs that the run may have
     */
    public abstract double factor(long step, long steps);

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
