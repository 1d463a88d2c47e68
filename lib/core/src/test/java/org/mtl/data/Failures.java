package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import org.mtl.MtlException;

/** Checks both the kind and the whole text of an error. */
final class Failures {

    private Failures() {}

    static void assertUsage(String message, Executable action) {
        assertFails(MtlException.Kind.USAGE, message, action);
    }

    static void assertData(String message, Executable action) {
        assertFails(MtlException.Kind.DATA, message, action);
    }

    static void assertFails(MtlException.Kind kind, String message, Executable action) {
        MtlException found = assertThrows(MtlException.class, action);
        assertEquals(message, found.getMessage());
        assertEquals(kind, found.kind());
    }
}
