package org.mtl.cli;

import org.mtl.MtlException;

/** The exit codes that scripts rely on. */
final class ExitCode {

    static final int DONE = 0;
    static final int USAGE = 2;
    /** A gate that was asked for did not hold. */
    static final int GATE = 3;
    static final int DATA = 65;
    static final int MISSING = 66;
    static final int UNAVAILABLE = 69;
    static final int FAULT = 70;
    static final int MEMORY = 71;
    static final int CANNOT_CREATE = 73;
    static final int IO = 74;
    static final int BUSY = 75;

    private ExitCode() {}

    static int of(MtlException.Kind kind) {
        return switch (kind) {
            case USAGE -> USAGE;
            case DATA -> DATA;
            case MISSING -> MISSING;
            case UNAVAILABLE -> UNAVAILABLE;
            case CANNOT_CREATE -> CANNOT_CREATE;
            case IO -> IO;
            case BUSY -> BUSY;
            case MEMORY -> MEMORY;
        };
    }
}
