package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** {@code kill -9} while networks are trained: resumed, the run ends with the same bytes. */
class NetworkKillTest {

    private static final Result DONE = new Result(0, "", "");

    /** What two equal runs have in common, every byte of it. */
    private static final List<String> SAME = List.of("parameters.npy", "history.csv", "split.csv", "parameters.csv");

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        // A state after each epoch, where a run of real length saves one every few seconds.
        mtl.startFast("-Dmtl.checkpoints.pause=0");
        Models.writeData(mtl.file("data.csv"), 600, 4);
    }

    @Test
    void aResumedNetworkEndsTheSame() throws Exception {
        assertResumedEndTheSame(6);
    }

    @Tag("long")
    @Test
    void aResumedNetworkEndsTheSameAtMoreInstants() throws Exception {
        assertResumedEndTheSame(20);
    }

    private void assertResumedEndTheSame(int instants) throws Exception {
        long begin = System.nanoTime();
        assertEquals(DONE, mtl.run(train("whole")));
        long whole = System.nanoTime() - begin;
        int killed = 0;
        int withState = 0;
        for (int i = 0; i < instants; i++) {
            String output = "net-" + i;
            try (Running run = mtl.start(train(output))) {
                Thread.sleep(whole * (i + 1) / (instants + 1) / 1_000_000);
                run.signal("KILL");
                killed += run.await().code() == 137 ? 1 : 0;
            }
            withState += hasState(mtl.file(output + ".partial")) ? 1 : 0;
            assertEquals(DONE, mtl.run(train(output)), "after instant " + i);
            for (String seed : List.of("seed-1", "seed-2")) {
                for (String name : SAME) {
                    assertArrayEquals(Files.readAllBytes(mtl.file("whole").resolve(seed).resolve(name)),
                            Files.readAllBytes(mtl.file(output).resolve(seed).resolve(name)), output + " " + seed + " " + name);
                }
            }
        }
        assertTrue(killed >= instants / 2, "most of the runs had ended before they were killed");
        assertTrue(withState > 0, "no run was killed after it had saved a state");
    }

    private static boolean hasState(Path partial) throws IOException {
        if (!Files.exists(partial)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(partial)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("state-"));
        }
    }

    private static String[] train(String output) {
        return Models.train("data.csv", "--standardize", "pooled", "--model", "mlp", "--hidden", "24,8", "--dropout", "0.2", "--batch",
                "32", "--epochs", "60", "--patience", "none", "--seeds", "2", "--resume", "-o", output);
    }
}
