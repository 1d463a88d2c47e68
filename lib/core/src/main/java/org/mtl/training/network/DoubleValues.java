package org.mtl.training.network;

import org.mtl.linalg.RealVector;

/** Vectors of numbers of 64 bits. */
final class DoubleValues extends PieceValues {

    private final double[][] vectors;
    private final double[][] kept;

    DoubleValues(ParameterPiece piece, int moments) {
        super(piece, moments);
        this.vectors = new double[2 + 2 * moments][];
        this.kept = new double[moments][piece.count()];
    }

    @Override
    void load(RealVector parameters, RealVector gradient, boolean taken, Room room) {
        double[][] spare = room.doubles(2 + moments(), count());
        vectors[PARAMETERS] = spare[PARAMETERS];
        vectors[GRADIENT] = spare[GRADIENT];
        for (int m = 0; m < moments(); m++) {
            vectors[moment(m)] = kept[m];
            vectors[next(m)] = taken ? kept[m] : spare[moment(m)];
        }
        parameters.get(piece().from(), count(), vectors[PARAMETERS]);
        gradient.get(piece().from(), count(), vectors[GRADIENT]);
    }

    @Override
    void store(RealVector into) {
        into.put(piece().from(), count(), vectors[PARAMETERS]);
    }

    @Override
    void combine(int z, double a, int x, double b, int y) {
        combine(vectors[z], a, vectors[x], b, vectors[y], count());
    }

    private static void combine(double[] z, double a, double[] x, double b, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = a * x[i] + b * y[i];
        }
    }

    @Override
    void combineSquares(int z, double a, int x, double b, int y) {
        combineSquares(vectors[z], a, vectors[x], b, vectors[y], count());
    }

    private static void combineSquares(double[] z, double a, double[] x, double b, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = a * x[i] + b * y[i] * y[i];
        }
    }

    @Override
    void moveByRoot(double s, int m, double r, int v, double epsilon) {
        moveByRoot(vectors[PARAMETERS], s, vectors[m], r, vectors[v], epsilon, count());
    }

    private static void moveByRoot(double[] w, double s, double[] m, double r, double[] v, double epsilon, int count) {
        for (int i = 0; i < count; i++) {
            w[i] -= s * m[i] / (Math.sqrt(v[i]) * r + epsilon);
        }
    }

    @Override
    void copyMoment(int m, double[] state, int at) {
        for (int i = 0; i < count(); i++) {
            state[at + i] = kept[m][i];
        }
    }

    @Override
    void restoreMoment(int m, double[] state, int at) {
        for (int i = 0; i < count(); i++) {
            kept[m][i] = state[at + i];
        }
    }
}
