package org.mtl.cli;

/**
 * What a check of the installation has found.
 *
 * @param check what was looked at
 * @param status how it is
 * @param detail what is there, and what to do where it should be otherwise
 */
record Finding(String check, Status status, String detail) {

    /** How it is. */
    enum Status {
        ok,
        absent,
        warning,
        failed
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Status.ok, detail);
    }

    static Finding absent(String check, String detail) {
        return new Finding(check, Status.absent, detail);
    }

    static Finding warning(String check, String detail) {
        return new Finding(check, Status.warning, detail);
    }

    static Finding failed(String check, String detail) {
        return new Finding(check, Status.failed, detail);
    }
}
