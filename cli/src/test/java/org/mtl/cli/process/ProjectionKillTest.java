package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** {@code kill -9} while projected gradients are stored: the next run goes on, with the same bytes of all that is written. */
class ProjectionKillTest {

    private static final Result DONE = new Result(0, "", "");

    private static final int INSTANTS = 6;

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws Exception {
        mtl = new Launcher(root);
        mtl.startFast();
        Models.writeData(mtl.file("data.csv"), 12_000, 4);
        assertEquals(DONE, mtl.run(Models.train("data.csv", "--standardize", "pooled", "--model", "mlp", "--hidden", "24,8",
                "--epochs", "1", "-o", "net")));
    }

    private static String[] influence(String folder, String output) {
        return new String[] {"influence", "net", "--method", "trak", "--projection", "200", "--projections", folder, "-q", "-o", output};
    }

    @Test
    void aStoredRunThatWasKilledEndsTheSame() throws Exception {
        long begin = System.nanoTime();
        assertEquals(DONE, mtl.run(influence("whole", "whole.csv")));
        long whole = System.nanoTime() - begin;
        List<Path> blocks = blocks(mtl.file("whole").resolve("model-1"));
        int killed = 0;
        int begun = 0;
        for (int i = 0; i < INSTANTS; i++) {
            String folder = "kept-" + i;
            String output = "kept-" + i + ".csv";
            try (Running run = mtl.start(influence(folder, output))) {
                if (i == 0) {
                    // Instants by the clock may all come too early where the machine is busy with something else.
                    run.awaitPath(mtl.file(folder + ".partial").resolve("model-1").resolve(blocks.get(0).getFileName()));
                } else {
                    Thread.sleep(whole * (i + 1) / (INSTANTS + 1) / 1_000_000);
                }
                run.signal("KILL");
                killed += run.await().code() == 137 ? 1 : 0;
            }
            begun += blocks(mtl.file(folder + ".partial").resolve("model-1")).isEmpty() ? 0 : 1;
            assertEquals(DONE, mtl.run(influence(folder, output)), "after instant " + i);
            assertFalse(Files.exists(mtl.file(folder + ".partial")));
            assertArrayEquals(Files.readAllBytes(mtl.file("whole.csv")), Files.readAllBytes(mtl.file(output)), output);
            assertEquals(blocks.size(), blocks(mtl.file(folder).resolve("model-1")).size());
            for (Path block : blocks) {
                assertArrayEquals(Files.readAllBytes(block),
                        Files.readAllBytes(mtl.file(folder).resolve("model-1").resolve(block.getFileName())), folder + " " + block);
            }
        }
        assertTrue(killed >= INSTANTS / 2, "most of the runs had ended before they were killed");
        assertTrue(begun > 0, "no run was killed after it had stored a block");
    }

    private static List<Path> blocks(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
