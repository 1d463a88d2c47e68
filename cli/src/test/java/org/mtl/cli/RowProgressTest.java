package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RowProgressTest {

    @Test
    void whatIsLeftIsTheRestAtTheSameRate() {
        assertEquals("500 of 2000 rows, 100 rows a second, 15 s left", RowProgress.state(500, 2000, 5));
        assertEquals("1 of 1000 rows, 1.0 rows a second, 16 min 39 s left", RowProgress.state(1, 1000, 1));
        assertEquals("1 of 10001 rows, 1.0 rows a second, 2 h 46 min left", RowProgress.state(1, 10001, 1));
        assertEquals("3 of 3 rows, 3.0 rows a second, 0 s left", RowProgress.state(3, 3, 1));
    }
}
