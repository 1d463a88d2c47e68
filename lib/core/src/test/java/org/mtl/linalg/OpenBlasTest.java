package org.mtl.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Which library is taken for ours. */
class OpenBlasTest {

    @Test
    void anotherVersionIsNotOurs() {
        assertNull(OpenBlas.other("OpenBLAS 0.3.30 DYNAMIC_ARCH NO_AFFINITY SkylakeX", "0.3.30-1.5.12"));
        assertEquals("expected OpenBLAS 0.3.30, found OpenBLAS 0.3.19 DYNAMIC_ARCH, which was loaded before",
                OpenBlas.other("OpenBLAS 0.3.19 DYNAMIC_ARCH ", "0.3.30-1.5.12").getMessage());
        assertEquals("expected OpenBLAS 0.3.3, found OpenBLAS 0.3.30 X, which was loaded before",
                OpenBlas.other("OpenBLAS 0.3.30 X", "0.3.3-1.5.12").getMessage());
    }
}
