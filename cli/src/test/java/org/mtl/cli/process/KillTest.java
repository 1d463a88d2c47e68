package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** {@code kill -9} all over a run: an output is there in full or not at all, and the next run needs no help. */
class KillTest {

    private static final Result DONE = new Result(0, "", "");
    private static final String[] TRAIN = Models.train("data.csv", "--lambda", "0.1", "-o", "model");

    @TempDir
    private Path root;

    private Launcher mtl;

    /** The nanoseconds of a whole run: until the partial folder comes, and from then to the end. */
    private record Course(long start, long work) {}

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        // The optimising compiler would cost such a short run more than it gains.
        mtl.startFast();
        Models.writeData(mtl.file("data.csv"), 300, 3);
    }

    @Test
    void aNewModelIsThereInFullOrNotAtAll() throws Exception {
        int instants = 20;
        Course course = reference("model");
        Files.move(mtl.file("model"), mtl.file("reference"));
        int unfinished = 0;
        for (int i = 0; i < instants; i++) {
            killAt(course, i, instants, TRAIN);
            Path model = mtl.file("model");
            if (Files.exists(model)) {
                Models.assertComplete(model);
                Models.assertSame(mtl.file("reference"), model);
                assertEquals(DONE, mtl.run(Models.train("data.csv", "--lambda", "0.1", "--resume", "-o", "model")));
            } else {
                unfinished++;
                assertEquals(DONE, mtl.run(TRAIN), "after instant " + i);
            }
            assertEquals(Set.of("data.csv", "model", "reference"), new TreeSet<>(mtl.left()), "after instant " + i);
            Models.assertSame(mtl.file("reference"), model);
            delete(model);
        }
        assertTrue(unfinished >= instants / 4, "most of the runs had ended before they were killed");
    }

    @Test
    void aModelThatIsReplacedIsTheOldOrTheNewOne() throws Exception {
        int instants = 10;
        Course course = reference("model");
        Files.move(mtl.file("model"), mtl.file("new"));
        assertEquals(DONE, mtl.run(Models.train("data.csv", "--lambda", "0.2", "-o", "model")));
        copy(mtl.file("model"), mtl.file("old"));
        String[] replace = Models.train("data.csv", "--lambda", "0.1", "--force", "-o", "model");
        for (int i = 0; i < instants; i++) {
            killAt(course, i, instants, replace);
            Path set = mtl.file("model.partial.old");
            Path model = Files.exists(mtl.file("model")) ? mtl.file("model") : set;
            assertOldOrNew(model);
            if (model.equals(set)) {
                // Killed between the two renames; the next run's start, refused or not, puts it back.
                assertEquals(73, mtl.run(TRAIN).code());
                assertOldOrNew(mtl.file("model"));
            }
        }
        assertEquals(DONE, mtl.run(replace));
        Models.assertSame(mtl.file("new"), mtl.file("model"));
        assertEquals(Set.of("data.csv", "model", "new", "old"), new TreeSet<>(mtl.left()));
    }

    private void assertOldOrNew(Path model) throws IOException {
        Models.assertComplete(model);
        String lambda = Files.readString(model.resolve("model.json")).contains("\"lambda\": \"0.1\"") ? "new" : "old";
        Models.assertSame(mtl.file(lambda), model);
    }

    /** Trains once to its end and says how long that took; a run before it fills the caches of the system. */
    private Course reference(String output) throws Exception {
        assertEquals(DONE, mtl.run(TRAIN));
        delete(mtl.file(output));
        long begin = System.nanoTime();
        try (Running run = mtl.start(TRAIN)) {
            run.endInput();
            run.awaitPath(mtl.file("model.partial"));
            long partial = System.nanoTime();
            assertEquals(DONE, run.await());
            return new Course(partial - begin, System.nanoTime() - partial);
        }
    }

    /** Kills a run at one of several instants: the first fifth while it starts, the others while it works. */
    private void killAt(Course course, int instant, int instants, String... command) throws Exception {
        int early = instants / 5;
        try (Running run = mtl.start(command)) {
            if (instant < early) {
                sleep(course.start() * instant / early);
            } else {
                run.awaitPath(mtl.file("model.partial"));
                sleep(course.work() * (instant - early) / (instants - early));
            }
            run.signal("KILL");
            int code = run.await().code();
            assertTrue(code == 137 || code == 0, "exit code " + code);
        }
    }

    private static void sleep(long nanoseconds) throws InterruptedException {
        Thread.sleep(nanoseconds / 1_000_000, (int) (nanoseconds % 1_000_000));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (String name : Launcher.names(from)) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    private static void delete(Path folder) throws IOException {
        for (String name : Launcher.names(folder)) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
