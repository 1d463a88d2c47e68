package org.mtl.linalg;

/** A computation that has left the range of numbers: an infinity or NaN where there must be none. */
public final class NotFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 1;

    /** Says what holds which value. */
    public NotFiniteException(String message) {
        super(message);
    }
}
