package org.mtl.cli;

import java.io.Serial;

/** The reader of standard output has gone: the command ends at once, and has not failed. */
final class ClosedPipe extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ClosedPipe() {
        super("standard output was closed", null, false, false);
    }
}
