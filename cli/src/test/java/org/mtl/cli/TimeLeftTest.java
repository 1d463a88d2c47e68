package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimeLeftTest {

    @Test
    void growsWithItsUnits() {
        assertEquals("0 s", TimeLeft.text(0));
        assertEquals("1 s", TimeLeft.text(0.01));
        assertEquals("59 s", TimeLeft.text(59));
        assertEquals("1:00 min", TimeLeft.text(59.5));
        assertEquals("59:59 min", TimeLeft.text(3599));
        assertEquals("1:00 h", TimeLeft.text(3600));
        assertEquals("26:05 h", TimeLeft.text(26 * 3600 + 5 * 60 + 59));
    }

    @Test
    void nothingIsLeftOfWorkThatIsDone() {
        assertEquals("0 s left", new TimeLeft().after(7, 7));
    }
}
