package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** Neither the time of day nor the times of files say anything: results, resumed runs and locks are the same when clocks jump. */
class ClockTest {

    private static final Result DONE = new Result(0, "", "");
    private static final Instant PAST = Instant.parse("1971-02-03T04:05:06Z");
    private static final Instant FUTURE = Instant.parse("2101-02-03T04:05:06Z");

    /** At each look at the clock of the day it stands ten years ahead or ten years back, in turn. */
    private static final String JUMPS = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <sys/time.h>
            #include <time.h>
            static int looks;
            int clock_gettime(clockid_t id, struct timespec *now) {
                int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
                int code = real(id, now);
                if (id == CLOCK_REALTIME) now->tv_sec += __sync_fetch_and_add(&looks, 1) % 2 ? -315360000L : 315360000L;
                return code;
            }
            int gettimeofday(struct timeval *now, void *zone) {
                struct timespec exact;
                int code = clock_gettime(CLOCK_REALTIME, &exact);
                now->tv_sec = exact.tv_sec;
                now->tv_usec = exact.tv_nsec / 1000;
                return code;
            }
            time_t time(time_t *also) {
                struct timespec exact;
                clock_gettime(CLOCK_REALTIME, &exact);
                if (also) *also = exact.tv_sec;
                return exact.tv_sec;
            }
            """;

    private static final String CHAIN = """
            set -e
            mkdir "$1"
            cd "$1"
            "$MTL" train ../data.csv --task group --target y --split 0.6,0.2,0.2 -q --lambda 0.3 -o model
            "$MTL" train ../data.csv --task group --target y --split 0.6,0.2,0.2 -q --standardize pooled --model mlp --hidden 8 --epochs 3 --resume -o net
            "$MTL" influence model -q -o scores.csv
            "$MTL" select scores.csv --drop 0.1 -q -o selection.csv
            "$MTL" retrain model --selection selection.csv -q -o after
            "$MTL" evaluate model after net -q -o values.csv
            "$MTL" influence model --level task --as gain -q | "$MTL" group --groups 2 --solver greedy --time-limit 60 -q -o groups.csv
            "$MTL" plot groups.csv -o groups.svg
            "$MTL" rerun net -q
            """;

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        mtl.startFast("-Dmtl.checkpoints.pause=0");
        Models.writeData(mtl.file("data.csv"), 900, 4);
    }

    @Test
    void resultsAreTheSameWhileTheClockJumps() throws Exception {
        Path source = Files.writeString(root.resolve("jumps.c"), JUMPS);
        Path library = root.resolve("jumps.so");
        Result compiled = mtl.shell("cc -shared -fPIC -o '" + library + "' '" + source + "' -ldl");
        assumeTrue(compiled.code() == 0, () -> "no C compiler: " + compiled.err());
        Files.writeString(root.resolve("chain"), CHAIN);
        String run = "sh '" + root.resolve("chain") + "' ";
        assertEquals(0, mtl.shell(run + "calm").code());
        mtl.set("LD_PRELOAD", library.toString());
        assertNotEquals(mtl.shell("date +%Y").out(), mtl.shell("date +%Y >/dev/null; env -u LD_PRELOAD date +%Y").out());
        Result jumped = mtl.shell(run + "jumped");
        assertEquals(0, jumped.code(), jumped.err());
        for (String model : List.of("model", "net", "after")) {
            Models.assertSame(mtl.file("calm").resolve(model), mtl.file("jumped").resolve(model));
            assertTrue(Files.deleteIfExists(mtl.file("calm").resolve(model).resolve("run.json")));
            assertTrue(Files.deleteIfExists(mtl.file("jumped").resolve(model).resolve("run.json")));
        }
        Models.assertSame(mtl.file("calm"), mtl.file("jumped"));
    }

    @Test
    void filesOfAnyAgeAreGoodInputs() throws Exception {
        assertEquals(DONE, mtl.run(Models.train("data.csv", "--lambda", "0.3", "-o", "model")));
        assertEquals(DONE, mtl.run("influence", "model", "-q", "-o", "scores.csv"));
        byte[] scores = Files.readAllBytes(mtl.file("scores.csv"));
        for (Instant time : List.of(FUTURE, PAST)) {
            age(mtl.file("data.csv"), time);
            age(mtl.file("model"), time.equals(PAST) ? FUTURE : PAST);
            age(mtl.file("scores.csv"), time);
            assertEquals(DONE, mtl.run("influence", "model", "-q", "-o", "scores.csv"));
            assertArrayEquals(scores, Files.readAllBytes(mtl.file("scores.csv")));
            assertEquals(0, mtl.run("rerun", "model", "-q").code());
            Result complete = mtl.run(Models.train("data.csv", "--lambda", "0.3", "--resume", "-o", "model"));
            assertEquals(0, complete.code(), complete.err());
        }
    }

    @Test
    void anInterruptedRunGoesOnWhateverItsFilesSayOfTheTime() throws Exception {
        String[] whole = network("whole");
        assertEquals(DONE, mtl.run(whole));
        for (Instant time : List.of(FUTURE, PAST)) {
            String output = time.equals(PAST) ? "past" : "future";
            Path partial = mtl.file(output + ".partial");
            try (Running run = mtl.start(network(output))) {
                run.awaitPath(partial.resolve("checkpoints"));
                run.signal("KILL");
                assertEquals(137, run.await().code());
            }
            age(partial, time);
            assertEquals(DONE, mtl.run(network(output)));
            for (String name : List.of("parameters.npy", "history.csv", "split.csv")) {
                assertEquals(-1, Files.mismatch(mtl.file("whole").resolve(name), mtl.file(output).resolve(name)), name);
            }
        }
        assertEquals(List.of("data.csv", "future", "past", "whole"), mtl.left());
    }

    @Test
    void aLockHoldsAsLongAsItsRunAndNoLonger() throws Exception {
        for (Instant time : List.of(FUTURE, PAST)) {
            Path partial = mtl.file("model.partial");
            try (Running run = mtl.start(network("model"))) {
                run.awaitPath(partial.resolve("run.json"));
                run.signal("STOP");
                age(partial, time);
                assertEquals(new Result(75, "", "mtl: model: another run is writing it\n"), mtl.run(network("model")));
                run.signal("KILL");
                run.await();
            }
            age(partial, time);
            assertEquals(DONE, mtl.run(network("model")));
            assertEquals(List.of("data.csv", "model"), mtl.left());
            assertEquals(0, mtl.shell("rm -r model").code());
        }
    }

    private static String[] network(String output) {
        return Models.train("data.csv", "--standardize", "pooled", "--model", "mlp", "--hidden", "24,8", "--batch", "32", "--epochs", "40",
                "--patience", "none", "--resume", "-o", output);
    }

    /** Gives everything under a path one time. */
    private static void age(Path path, Instant time) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.toList();
        }
        for (Path file : all) {
            Files.setLastModifiedTime(file, FileTime.from(time));
        }
    }
}
