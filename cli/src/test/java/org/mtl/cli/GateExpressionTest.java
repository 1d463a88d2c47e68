package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class GateExpressionTest {

    private static GateValues values() {
        GateValues values = new GateValues();
        values.put("error", "*", 0.25);
        values.put("error", "north 1", 0.5);
        values.put("loss", "*", 2);
        values.put("auc", "*", Double.NaN);
        return values;
    }

    private static boolean holds(String text) {
        return GateExpression.parse(text).holds(values(), new HashMap<>());
    }

    @Test
    void comparisonsOfNamesAndNumbers() {
        assertTrue(holds("error < 0.3"));
        assertTrue(!holds("error<2.5e-1") && holds("error<=2.5e-1") && holds("error == .25") && holds("error != 1"));
        assertTrue(holds("error[north 1] > error") && holds("error[*] >= 0.25"));
        assertTrue(holds("error - error[north 1] < -0.2") && holds("2*error + 1 == 1.5") && holds("loss / (error + 0.25) >= 4"));
        assertTrue(holds("-loss < 0") && holds("(error + 1) * 2 == 2.5") && holds("1 - 1 - 1 == -1"));
    }

    @Test
    void andBindsMoreThanOr() {
        assertTrue(holds("loss > 1 or loss > 1 and loss > 3"));
        assertTrue(!holds("(loss > 1 or loss > 1) and loss > 3"));
        assertTrue(holds("((loss > 3) or (error < 1))"));
    }

    /** By Java's own arithmetic. */
    @Property(tries = 200)
    void numbersAreComparedAsTheyAre(@ForAll @IntRange(min = -9, max = 9) int a, @ForAll @IntRange(min = -9, max = 9) int b,
            @ForAll @IntRange(min = 1, max = 9) int c) {
        assertEquals(a + b * c < b - a, holds(a + " + " + b + " * " + c + " < " + b + " - " + a));
        assertEquals((a + b) / (double) c >= a, holds("(" + a + "+" + b + ")/" + c + ">=" + a));
    }

    @Test
    void whatDoesNotExistHoldsNowhereAndIsTold() {
        Map<String, Double> used = new LinkedHashMap<>();
        assertTrue(!GateExpression.parse("auc < 0.5 or auc >= 0.5").holds(values(), used));
        assertEquals("{auc=NaN}", used.toString());
    }

    @Test
    void whatIsNoConditionIsRefused() {
        for (String text : new String[] {"", "error", "error <", "error < 1 error", "error < 1 and", "(error < 1", "error & 1", "1.2.3 < 1",
            "and < 1"}) {
            MtlException e = assertThrows(MtlException.class, () -> GateExpression.parse(text), text);
            assertEquals(MtlException.Kind.USAGE, e.kind());
            assertTrue(e.getMessage().startsWith("--fail-if: expected a condition such as "), e.getMessage());
        }
        MtlException e = assertThrows(MtlException.class, () -> holds("errors > 1"));
        assertEquals("--fail-if: the result has no 'errors'; it has error, loss, auc of *, north 1", e.getMessage());
    }
}
