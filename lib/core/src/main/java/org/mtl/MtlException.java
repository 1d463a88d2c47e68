package org.mtl;

import java.io.Serial;

/**
 * A failure that the user can act on, said in one line.
 *
 * <p>The library throws it instead of printing or exiting; the command line maps {@link #kind()} to an exit code.
 * Messages about data begin with the place, {@code file:line: column 'name': }, and say what was expected and what was
 * found.
 */
public final class MtlException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What went wrong, in the terms of the command line's exit codes. */
    public enum Kind {
        /** An option has a value that makes no sense, alone or with the others. */
        USAGE,
        /** The input is malformed, or training diverges on it. */
        DATA,
        /** An input file or folder does not exist or cannot be opened. */
        MISSING,
        /** A native library or a device that the work needs is not there. */
        UNAVAILABLE,
        /** The output exists already or cannot be created. */
        CANNOT_CREATE,
        /** Reading or writing failed midway. */
        IO,
        /** Another process is writing the same output. */
        BUSY,
        /** The work does not fit into the memory that it may have. */
        MEMORY
    }

    private final Kind kind;

    private MtlException(Kind kind, String message, Throwable cause) {
        super(oneLine(message), cause);
        this.kind = kind;
    }

    /** Text from files and file names without line ends and other control characters, so that a message is one line. */
    public static String oneLine(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> shown.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        return shown.toString();
    }

    public Kind kind() {
        return kind;
    }

    public static MtlException usage(String message) {
        return new MtlException(Kind.USAGE, message, null);
    }

    public static MtlException data(String message) {
        return new MtlException(Kind.DATA, message, null);
    }

    public static MtlException missing(String message) {
        return new MtlException(Kind.MISSING, message, null);
    }

    public static MtlException unavailable(String message, Throwable cause) {
        return new MtlException(Kind.UNAVAILABLE, message, cause);
    }

    public static MtlException cannotCreate(String message) {
        return new MtlException(Kind.CANNOT_CREATE, message, null);
    }

    public static MtlException io(String message, Throwable cause) {
        return new MtlException(Kind.IO, message, cause);
    }

    public static MtlException busy(String message) {
        return new MtlException(Kind.BUSY, message, null);
    }

    public static MtlException memory(String message) {
        return new MtlException(Kind.MEMORY, message, null);
    }
}
