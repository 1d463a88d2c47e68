package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearMissTest {

    private static final List<String> COMMANDS = List.of("train", "retrain", "influence", "select", "evaluate");

    @Test
    void countsEditsAndSwaps() {
        assertEquals(0, NearMiss.distance("train", "train"));
        assertEquals(1, NearMiss.distance("trian", "train"));
        assertEquals(2, NearMiss.distance("retrain", "train"));
        assertEquals(5, NearMiss.distance("", "train"));
    }

    @Test
    void findsTypingErrorsAndBeginnings() {
        assertEquals(Optional.of("train"), NearMiss.find("Trian", COMMANDS));
        assertEquals(Optional.of("evaluate"), NearMiss.find("eval", COMMANDS));
        assertEquals(Optional.of("retrain"), NearMiss.find("retrian", COMMANDS));
    }

    @Test
    void suggestsNothingForAnotherWord() {
        assertEquals(Optional.empty(), NearMiss.find("foo", COMMANDS));
        assertEquals(Optional.empty(), NearMiss.find("e", COMMANDS));
        assertEquals(Optional.empty(), NearMiss.find("", COMMANDS));
    }
}
