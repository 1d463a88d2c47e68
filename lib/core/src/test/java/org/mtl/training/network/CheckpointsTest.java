package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.model.network.Precision;

class CheckpointsTest {

    @TempDir
    private Path model;

    private List<String> files() throws IOException {
        try (Stream<Path> paths = Files.walk(model)) {
            return paths.filter(path -> !path.equals(model)).map(path -> model.relativize(path).toString()).sorted().toList();
        }
    }

    @Test
    void parametersAreKeptAtMultiplesInTheNetworksNumbers() throws IOException {
        Checkpoints checkpoints = Checkpoints.in(model, OptionalInt.of(5), false);
        assertTrue(checkpoints.keeps(10) && !checkpoints.keeps(11));
        assertFalse(Checkpoints.in(model, OptionalInt.empty(), true).keeps(10) || Checkpoints.NONE.keeps(10));
        checkpoints.keep(10, new double[] {0.5, -2}, Precision.FLOAT);
        checkpoints.keep(15, new double[] {0.1}, Precision.DOUBLE);
        assertEquals(List.of("checkpoints", "checkpoints/epoch-0010.npy", "checkpoints/epoch-0015.npy"), files());
        try (NpyReader reader = NpyReader.open(model.resolve("checkpoints/epoch-0010.npy"))) {
            double[] values = new double[2];
            reader.read(0, 2, values, 0);
            assertEquals(NpyType.F32, reader.type());
            assertArrayEquals(new double[] {0.5, -2}, values);
        }
        assertFalse(checkpoints.due());
        checkpoints.deleteStates();
        assertEquals(3, files().size());
    }

    @Test
    void theLastStateIsTheOnlyOneAndFilesCutShortDoNotCount() throws IOException {
        Checkpoints checkpoints = Checkpoints.in(model, OptionalInt.empty(), true);
        assertTrue(checkpoints.latest().isEmpty());
        checkpoints.save(9, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY});
        checkpoints.save(12345, new double[] {2, -0.0, Math.PI});
        assertEquals(List.of("checkpoints", "checkpoints/state-12345.npy"), files());
        Files.writeString(model.resolve("checkpoints/state-12346.npy.new"), "half");
        assertArrayEquals(new double[] {2, -0.0, Math.PI}, Checkpoints.in(model, OptionalInt.empty(), true).latest().get());
        assertEquals(List.of("checkpoints", "checkpoints/state-12345.npy"), files());
        checkpoints.deleteStates();
        assertEquals(List.of(), files());
    }

    /** A crash between the new state's renaming and the old one's deletion leaves two. */
    @Test
    void ofTwoStatesTheLaterOneCounts() throws IOException {
        Checkpoints checkpoints = Checkpoints.in(model, OptionalInt.empty(), true);
        checkpoints.save(10_000, new double[] {2});
        Files.copy(model.resolve("checkpoints/state-10000.npy"), model.resolve("kept"));
        checkpoints.save(9999, new double[] {1});
        Files.move(model.resolve("kept"), model.resolve("checkpoints/state-10000.npy"));
        assertArrayEquals(new double[] {2}, checkpoints.latest().get());
    }

    @Test
    void networksHaveFoldersOfTheirOwn() throws IOException {
        Checkpoints checkpoints = Checkpoints.in(model, OptionalInt.of(1), true);
        checkpoints.ofNetwork(0).save(1, new double[] {1});
        checkpoints.ofNetwork(1).save(1, new double[] {2});
        checkpoints.ofNetwork(1).keep(1, new double[] {3}, Precision.DOUBLE);
        assertArrayEquals(new double[] {2}, checkpoints.ofNetwork(1).latest().get());
        checkpoints.deleteStates();
        assertEquals(List.of("checkpoints", "checkpoints/task-2", "checkpoints/task-2/epoch-0001.npy"), files());
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        RunState state = new RunState(3, true, new double[] {1, 2}, new double[] {3}, 2, 0.5, new double[] {4, 5},
                List.of(new RunState.Line(1, 2, 0, 0.25, Double.NaN, List.of(7.0, Double.NaN))));
        RunState back = RunState.decoded(state.encoded(), 2);
        assertArrayEquals(state.encoded(), back.encoded());
        assertEquals(state.history(), back.history());
        MtlException thrown = assertThrows(MtlException.class, () -> RunState.decoded(state.encoded(), 3));
        assertEquals(MtlException.Kind.DATA, thrown.kind());
        assertThrows(MtlException.class, () -> RunState.decoded(new double[] {1}, 2));
    }

    @Test
    void everyIsAtLeastOne() {
        MtlException thrown = assertThrows(MtlException.class, () -> Checkpoints.in(model, OptionalInt.of(0), false));
        assertEquals("--checkpoints: expected at least 1, found 0", thrown.getMessage());
    }
}
