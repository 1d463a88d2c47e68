package org.mtl.training.network;

import org.mtl.linalg.RealVector;

/**
 * The parameters of a piece with their gradient and moments, in vectors of which optimisers make steps: numbers of 32 bits
 * where the network has such, as the steps of other toolkits, else of 64. Moments read ({@link #moment}) and written
 * ({@link #next}) are different vectors where a step is only looked at.
 */
public abstract sealed class PieceValues permits FloatValues, DoubleValues {

    /** The vector w. */
    static final int PARAMETERS = 0;

    /** The vector g. */
    static final int GRADIENT = 1;

    private final ParameterPiece piece;
    private final int moments;

    /** Vectors of one thread, allocated once. */
    static final class Room {

        private float[][] floats = new float[0][];
        private double[][] doubles = new double[0][];

        /** Vectors of 32 bits that are at least so long. */
        float[][] floats(int vectors, int length) {
            if (floats.length < vectors || floats[0].length < length) {
                floats = new float[vectors][length];
            }
            return floats;
        }

        /** Vectors of 64 bits that are at least so long. */
        double[][] doubles(int vectors, int length) {
            if (doubles.length < vectors || doubles[0].length < length) {
                doubles = new double[vectors][length];
            }
            return doubles;
        }
    }

    PieceValues(ParameterPiece piece, int moments) {
        this.piece = piece;
        this.moments = moments;
    }

    /** Values with moments of 0. */
    static PieceValues of(ParameterPiece piece, int moments, boolean single) {
        return single ? new FloatValues(piece, moments) : new DoubleValues(piece, moments);
    }

    /** Where the values lie. */
    ParameterPiece piece() {
        return piece;
    }

    /** How many there are of each. */
    int count() {
        return piece.count();
    }

    /** The number of moments. */
    int moments() {
        return moments;
    }

    /** The vector of moment m before the step. */
    int moment(int m) {
        return 2 + m;
    }

    /** The vector of moment m after the step. */
    int next(int m) {
        return 2 + moments + m;
    }

    /**
     * Copies parameters and gradient in.
     *
     * @param taken whether moments are replaced by those after the step
     * @param room holds what is not kept; its thread's
     */
    abstract void load(RealVector parameters, RealVector gradient, boolean taken, Room room);

    /** Copies the parameters out. */
    abstract void store(RealVector into);

    /** z ← ax + by. */
    abstract void combine(int z, double a, int x, double b, int y);

    /** z ← ax + by², value by value. */
    abstract void combineSquares(int z, double a, int x, double b, int y);

    /** w ← w − sm/(r√v + ε), value by value. */
    abstract void moveByRoot(double s, int m, double r, int v, double epsilon);

    /** Copies a moment into a state. */
    abstract void copyMoment(int m, double[] state, int at);

    /** Takes a moment from a state. */
    abstract void restoreMoment(int m, double[] state, int at);
}
