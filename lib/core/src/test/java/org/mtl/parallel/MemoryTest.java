package org.mtl.parallel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class MemoryTest {

    @Test
    void refusesWhatDoesNotFitBeforeItIsTried() {
        Memory memory = Memory.atMost(3L << 20);
        assertDoesNotThrow(() -> memory.require("Work", 3 << 20));
        MtlException refused = assertThrows(MtlException.class, () -> memory.require("Work", (3 << 20) + 1.0));
        assertEquals(MtlException.Kind.MEMORY, refused.kind());
        assertEquals("Work needs about 4 MiB for buffers and may have 3: allow more with --memory, and a larger heap with"
                + " MTL_JAVA_OPTS (-Xmx8g), or take fewer features, tasks or classes", refused.getMessage());
    }

    @Test
    void doesAtOnceWhatFits() {
        Memory memory = Memory.atMost(1000);
        assertEquals(3, memory.concurrent(8, 300));
        assertEquals(2, memory.concurrent(2, 300));
        assertEquals(1, memory.concurrent(8, 5000));
        assertEquals(8, memory.concurrent(8, 0));
    }

    @Test
    void theHeapBoundsAll() {
        assertEquals(Runtime.getRuntime().maxMemory(), Memory.atMost(Long.MAX_VALUE).bytes());
    }
}
