package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;

/** The scripts of {@code test-data/examples}, run as their readers would run them. */
class ExampleScriptsTest {

    private static final Path EXAMPLES = Path.of("..", "test-data", "examples").toAbsolutePath().normalize();
    private static final String TRAIN = "$MTL train data.csv --task group --target y --split 0.6,0.2,0.2 --lambda 0.3 -q -o model\n";

    /** Runs the jobs of an array one after the other, as many as it is told, and names a job by a number. */
    private static final String SBATCH = """
            #!/bin/sh
            array= log=/dev/null
            while [ $# -gt 1 ]; do
                case $1 in
                --array=*) array=${1#*=1-} ;;
                --output=*) log=${1#*=} ;;
                --dependency=afterok:*) grep -qx "${1##*:} 0" "$HOME/jobs" || exit 1 ;;
                --parsable) ;;
                *) exit 2 ;;
                esac
                shift
            done
            if [ -n "$array" ]; then
                code=0
                for i in $(seq "$array"); do
                    SLURM_ARRAY_TASK_ID=$i SLURM_CPUS_PER_TASK=2 sh "$1" >"$(echo "$log" | sed "s/%a/$i/")" 2>&1 || code=1
                done
            else
                sh "$1" >"$log" 2>&1; code=$?
            fi
            job=$(($(wc -l <"$HOME/jobs") + 100))
            echo "$job $code" >>"$HOME/jobs"
            echo "$job"
            """;

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        mtl.startFast();
        mtl.set("EXAMPLES", EXAMPLES.toString());
        Models.writeData(mtl.file("data.csv"), 600, 3);
    }

    private Result sh(String script) throws Exception {
        Result result = mtl.shell("set -e\nexport MTL\n" + script);
        assertEquals(0, result.code(), result.out() + result.err());
        return result;
    }

    private void assumeTools(String... tools) throws Exception {
        for (String tool : tools) {
            assumeTrue(mtl.shell("command -v " + tool).code() == 0, "no " + tool);
        }
    }

    @Test
    void thePipelineMakesNothingTwice() throws Exception {
        assumeTools("make");
        String make = "make -s -f $EXAMPLES/pipeline/Makefile TASK=group TARGET=y ";
        sh(make + "2>err");
        assertTrue(Files.readString(mtl.file("report-0.02.csv")).contains("after-0.02,*,test,rmse,"));
        assertEquals("", sh(make + "-q").out());
        String again = sh(make + "-n DROP=0.1").out();
        assertEquals(List.of("select", "retrain", "evaluate"), again.lines().map(line -> line.split(" ")[1]).toList());
        assertEquals(List.of("after-0.02", "before", "data.csv", "err", "report-0.02.csv", "report-0.02.csv.meta.json", "scores.csv",
                "scores.csv.meta.json", "selection-0.02.csv", "selection-0.02.csv.meta.json", "worst-0.02.csv", "worst-0.02.csv.meta.json"), mtl.left());
    }

    @Test
    void theNightlyRunKeepsTheOldModelUnlessTheNewOnePasses() throws Exception {
        assumeTools("flock");
        String nightly = "TASK=group TARGET=y $EXAMPLES/nightly/mtl-nightly . ";
        assertEquals(new Result(0, "", ""), sh("GATE='loss > 1e9' " + nightly));
        String used = sh("readlink current").out();
        assertTrue(Files.exists(mtl.file("current/model.json")));

        Result refused = mtl.shell("sleep 1; export MTL; GATE='loss > 0' " + nightly);
        assertEquals(3, refused.code(), refused.err());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertEquals(used, sh("readlink current; ls -d models/*/ | wc -l >count").out());
        assertEquals("1", Files.readString(mtl.file("count")).strip());

        Result busy = mtl.shell("export MTL; exec 8>lock; flock -n 8; GATE='loss > 1' " + nightly);
        assertEquals(75, busy.code(), busy.err());
        assertTrue(Files.readString(mtl.file("log")).lines().allMatch(line -> line.matches("(20\\d\\d-\\S+Z|mtl:) .*")));
    }

    @Test
    void theJobArrayGivesTheScoresOfOneRun() throws Exception {
        Path tools = Files.createDirectory(mtl.file("tools"));
        Files.writeString(tools.resolve("sbatch"), SBATCH);
        Files.createFile(mtl.home().resolve("jobs"));
        sh(TRAIN + "$MTL influence model -q -o whole.csv; chmod +x tools/sbatch; PATH=$PWD/tools:$PATH $EXAMPLES/slurm/submit model 3 scores.csv");
        sh("cmp whole.csv scores.csv");
        assertEquals(List.of("1.csv", "1.csv.meta.json", "1.log", "2.csv", "2.csv.meta.json", "2.log", "3.csv", "3.csv.meta.json", "3.log", "merge.log"),
                Launcher.names(mtl.file("scores.csv.parts")));
        assertEquals("100 0\n101 0\n", Files.readString(mtl.home().resolve("jobs")));
    }

    @Test
    void partsThatMakeRunsTogetherGiveTheScoresOfOneRun() throws Exception {
        assumeTools("make");
        String make = "make -s -j2 -f $EXAMPLES/shards/Makefile PARTS=3 ";
        sh(TRAIN + "$MTL influence model -q -o whole.csv\n" + make + "\ncmp whole.csv scores.csv");
        // A part that is lost is made again, and no other.
        String again = sh("rm scores.csv.parts-of-3/2.csv\n" + make + "-n").out();
        assertEquals(2, again.lines().count(), again);
        assertTrue(again.contains("--shard 2/3"), again);
    }
}
