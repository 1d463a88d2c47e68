package org.mtl.training.network;

import org.mtl.linalg.RealVector;

/** Vectors of numbers of 32 bits. */
final class FloatValues extends PieceValues {

    private final float[][] vectors;
    private final float[][] kept;

    FloatValues(ParameterPiece piece, int moments) {
        super(piece, moments);
        this.vectors = new float[2 + 2 * moments][];
        this.kept = new float[moments][piece.count()];
    }

    @Override
    void load(RealVector parameters, RealVector gradient, boolean taken, Room room) {
        float[][] spare = room.floats(2 + moments(), count());
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
        combine(vectors[z], (float) a, vectors[x], (float) b, vectors[y], count());
    }

    private static void combine(float[] z, float a, float[] x, float b, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = a * x[i] + b * y[i];
        }
    }

    @Override
    void combineSquares(int z, double a, int x, double b, int y) {
        combineSquares(vectors[z], (float) a, vectors[x], (float) b, vectors[y], count());
    }

    private static void combineSquares(float[] z, float a, float[] x, float b, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = a * x[i] + b * y[i] * y[i];
        }
    }

    @Override
    void moveByRoot(double s, int m, double r, int v, double epsilon) {
        moveByRoot(vectors[PARAMETERS], (float) s, vectors[m], (float) r, vectors[v], (float) epsilon, count());
    }

    private static void moveByRoot(float[] w, float s, float[] m, float r, float[] v, float epsilon, int count) {
        for (int i = 0; i < count; i++) {
            w[i] -= s * m[i] / ((float) Math.sqrt(v[i]) * r + epsilon);
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
            kept[m][i] = (float) state[at + i];
        }
    }
}
