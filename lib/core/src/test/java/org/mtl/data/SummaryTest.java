package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mtl.io.CsvReader;

class SummaryTest {

    private static Summary summary(String text) {
        return Summary.read(CsvReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x.csv"));
    }

    @Test
    void tellsTheKindsApart() {
        Summary summary = summary("n,t,e\n2,a,\n4,1,\n,,\n9,a,\n");
        assertEquals(4, summary.rows());
        Summary.Column numeric = summary.columns().get(0);
        assertEquals(Summary.Kind.NUMERIC, numeric.kind());
        assertEquals(new Summary.NumberSummary(3, 0, 2, 9, 5, Math.sqrt(26.0 / 3)), numeric.numbers().orElseThrow());
        assertEquals(1, numeric.missing());
        assertFalse(numeric.isConstant());
        assertEquals(new Summary.Column("t", Summary.Kind.TEXT, 1, 2, false, Optional.empty(), Optional.empty(),
                false, false), summary.columns().get(1));
        assertEquals(new Summary.Column("e", Summary.Kind.EMPTY, 4, 0, false, Optional.empty(), Optional.empty(),
                false, false), summary.columns().get(2));
        assertEquals(List.of("numeric", "text", "empty"),
                summary.columns().stream().map(column -> column.kind().label()).toList());
    }

    @Test
    void constantsHaveDeviationZeroHoweverWritten() {
        Summary summary = summary("a,b,c,d\n0.1,q,1,1\n0.10,q,NaN,Infinity\n1e-1,q,2,1\n");
        assertTrue(summary.columns().get(0).isConstant());
        assertEquals(new Summary.NumberSummary(3, 0, 0.1, 0.1, 0.1, 0), summary.columns().get(0).numbers().orElseThrow());
        assertTrue(summary.columns().get(1).isConstant());
        assertEquals(new Summary.NumberSummary(2, 1, 1, 2, 1.5, 0.5), summary.columns().get(2).numbers().orElseThrow());
        assertFalse(summary.columns().get(3).isConstant());
    }

    @Test
    void countsDistinctValuesUpToALimit() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 1500; i++) {
            text.append(i).append(',').append(i % 1000).append('\n');
        }
        Summary summary = summary(text.toString());
        assertEquals(1000, summary.columns().get(0).distinct());
        assertTrue(summary.columns().get(0).distinctCapped());
        assertEquals(1000, summary.columns().get(1).distinct());
        assertFalse(summary.columns().get(1).distinctCapped());
    }

    @Test
    void headerOnly() {
        Summary summary = summary("a\n");
        assertEquals(0, summary.rows());
        assertEquals(Summary.Kind.EMPTY, summary.columns().get(0).kind());
    }
}
