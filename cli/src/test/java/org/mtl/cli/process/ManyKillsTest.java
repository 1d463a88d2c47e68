package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/**
 * {@code kill -9} at random instants of every command that writes something: an output is then absent, or the old one in full,
 * or the new one in full; and the same command once more ends with the same bytes as a run that nothing disturbed.
 */
class ManyKillsTest {

    private static final Result DONE = new Result(0, "", "");
    private static final String LONG_DATA = " --task group --target y --split 0.6,0.2,0.2 -q";
    private static final String NETWORK = " --standardize pooled --model mlp --hidden 16,8 --batch 32 --patience none";

    /** Where something of an earlier run lies at the outputs, the command that put it there. */
    private record Job(String command, String before, List<String> outputs) {

        Job(String command, String... outputs) {
            this(command, "", List.of(outputs));
        }
    }

    private static final List<Job> JOBS = List.of(
            new Job("train data.csv" + LONG_DATA + NETWORK + " --epochs 40 --seeds 2 --resume -o out", "out"),
            new Job("train data.csv" + LONG_DATA + " --lambda 0.3 --force -o out", "train data.csv" + LONG_DATA + " --lambda 2 -o out", List.of("out")),
            new Job("train data.csv" + LONG_DATA + " --sweep grid.txt --resume -o out", "out"),
            new Job("influence model -q -o out.csv", "influence model --threshold 0.1 -q -o out.csv", List.of("out.csv", "out.csv.meta.json")),
            new Job("influence net --method trak --projection 64 --projections kept -q -o out.npy", "kept", "out.npy", "out.npy.meta.json", "out.npy.names.csv"),
            new Job("affinity data.csv --only-tasks g0,g1,g2,g3,g4,g5" + LONG_DATA + " --lambda 1 --method hoa --resume -o out", "out"),
            new Job("select scores.csv --drop 0.1 --iterate 4 --model model -q -o out.csv", "out.csv"),
            new Job("group affinity.csv --groups 5 --solver random --repeats 20000 --summary out.json -q -o out.csv", "out.csv", "out.json"),
            new Job("retrain model --grouping groups.csv --resume -q -o out", "out"),
            new Job("evaluate net --check lds --scores net.csv --subsets 4 --truth truth.csv -q -o out.csv", "truth.csv", "out.csv"),
            new Job("evaluate model --check loo --scores scores.csv --sample 200 --truth truth.csv -q -o out.csv", "truth.csv", "out.csv"),
            new Job("convert data.csv --task group --target y --resume -q -o out", "out"));

    private static final List<String> PREPARE = List.of(
            "train data.csv" + LONG_DATA + " --lambda 0.3 -o model", "train data.csv" + LONG_DATA + NETWORK + " --epochs 3 -o net",
            "influence model -q -o scores.csv", "influence net -q -o net.csv", "influence model --level task --as gain -q -o affinity.csv",
            "group affinity.csv --groups 8 --max-memberships 1 --solver greedy -q -o groups.csv");

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws Exception {
        mtl = new Launcher(root);
        mtl.startFast("-Dmtl.checkpoints.pause=0");
        Models.writeData(mtl.file("data.csv"), 1_500, 4);
        Files.writeString(mtl.file("grid.txt"), "lambda 0.1 1\nstandardize none pooled\n");
        for (String command : PREPARE) {
            assertEquals(DONE, mtl.run(command.split(" ")), command);
        }
    }

    @Test
    void resultsThatAreGatheredSurviveAKill() throws Exception {
        kills(JOBS.get(9), 2, 5);
    }

    @Tag("long")
    @Test
    void twoHundredKills() throws Exception {
        long seed = Long.getLong("mtl.kills.seed", 1);
        int each = Integer.getInteger("mtl.kills.count", 204) / JOBS.size();
        for (Job job : JOBS) {
            kills(job, each, seed);
        }
    }

    private void kills(Job job, int times, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> old = putBefore(job);
        long begin = System.nanoTime();
        assertEquals(DONE, mtl.run(job.command().split(" ")), job.command());
        long whole = System.nanoTime() - begin;
        Map<String, String> reference = outputs(job);
        assertEquals(job.outputs().size(), reference.keySet().stream().map(name -> name.replaceAll("/.*", "")).distinct().count());
        int unfinished = 0;
        for (int i = 0; i < times; i++) {
            clear(job);
            putBefore(job);
            long instant = (long) (whole * random.nextDouble());
            String what = job.command() + ", killed after " + instant / 1_000_000 + " of " + whole / 1_000_000 + " ms";
            try (Running run = mtl.start(job.command().split(" "))) {
                Thread.sleep(instant / 1_000_000);
                run.signal("KILL");
                unfinished += run.await().code() == 137 ? 1 : 0;
            }
            assertOldOrNew(job, old, reference, what);
            assertEquals(DONE, mtl.run(job.command().split(" ")), what);
            assertEquals(reference, outputs(job), what);
            assertEquals(List.of(), leftovers(), what);
        }
        assertTrue(times < 4 || unfinished > times / 4, job.command() + ": most runs had ended before they were killed");
        clear(job);
    }

    private Map<String, String> putBefore(Job job) throws Exception {
        if (!job.before().isEmpty()) {
            assertEquals(DONE, mtl.run(job.before().split(" ")), job.before());
        }
        return outputs(job);
    }

    /** Each output is as it was, or as it is to be; the file that gathers results line by line holds a beginning of them. */
    private void assertOldOrNew(Job job, Map<String, String> old, Map<String, String> reference, String what) throws IOException {
        for (String name : job.outputs()) {
            if (name.equals("truth.csv")) {
                continue;
            }
            Map<String, String> found = below(name, outputs(job));
            // Between the two renames of --force the old folder has another name, from which the next start puts it back.
            boolean betweenRenames = found.isEmpty() && Files.exists(mtl.file(name + ".partial.old"));
            assertTrue(betweenRenames || found.equals(below(name, old)) || found.equals(below(name, reference)),
                    () -> what + ": " + name + " is torn: " + found.keySet());
        }
    }

    private static Map<String, String> below(String name, Map<String, String> files) {
        Map<String, String> below = new TreeMap<>(files);
        below.keySet().removeIf(file -> !file.equals(name) && !file.startsWith(name + "/"));
        return below;
    }

    /** The bytes of all outputs, those aside that may differ between equal runs. */
    private Map<String, String> outputs(Job job) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String name : job.outputs()) {
            Path path = mtl.file(name);
            if (Files.isDirectory(path)) {
                Models.files(path).forEach((file, bytes) -> {
                    if (!file.endsWith("run.json")) {
                        found.put(name + "/" + file, HexFormat.of().formatHex(bytes));
                    }
                });
            } else if (Files.exists(path)) {
                String text = HexFormat.of().formatHex(Files.readAllBytes(path));
                found.put(name, text);
            }
        }
        return found;
    }

    private List<String> leftovers() throws IOException {
        return mtl.left().stream().filter(name -> name.contains(".partial")).toList();
    }

    private void clear(Job job) throws Exception {
        List<String> words = new ArrayList<>(List.of("rm", "-rf"));
        for (String name : job.outputs()) {
            words.addAll(Arrays.asList(name, name + ".partial"));
        }
        try (Running run = mtl.startCommand(words.toArray(String[]::new))) {
            assertEquals(0, run.await().code());
        }
    }
}
