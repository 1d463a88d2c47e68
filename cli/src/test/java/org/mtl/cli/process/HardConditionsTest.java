package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;

/** Full disks, closed streams and narrow rights: one line, the right exit code, and what was there before is still there. */
class HardConditionsTest {

    private static final String TRAIN = "\"$MTL\" train data.csv --task group --target y --split 0.6,0.2,0.2 -q ";

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        mtl.startFast();
        Models.writeData(mtl.file("data.csv"), 2_000, 4);
    }

    private Result sh(String script) throws Exception {
        return mtl.shell(script);
    }

    private static void assertFailed(int code, String message, Result result) {
        assertEquals(code, result.code(), result.err());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    /** A limit on the size of files fails writes as a full disk does, and needs no rights. */
    @Test
    void whereAFileCannotGrowTheOldOutputStays() throws Exception {
        assertEquals(new Result(0, "", ""), sh(TRAIN + "--lambda 1 -o model && \"$MTL\" influence model --threshold 9 -q -o scores.csv"));
        byte[] old = Files.readAllBytes(mtl.file("scores.csv"));
        byte[] model = Files.readAllBytes(mtl.file("model/model.json"));
        assertFailed(74, "File too large", sh("ulimit -f 8; exec \"$MTL\" influence model -q -o scores.csv"));
        assertFailed(74, "File too large", sh("ulimit -f 8; exec " + TRAIN + "--lambda 2 --force -o model"));
        assertFailed(74, "out: File too large", sh("ulimit -f 8; exec \"$MTL\" convert data.csv --task group --target y -q -o out"));
        assertEquals(-1, Arrays.mismatch(old, Files.readAllBytes(mtl.file("scores.csv"))));
        assertEquals(-1, Arrays.mismatch(model, Files.readAllBytes(mtl.file("model/model.json"))));
        assertEquals(List.of("data.csv", "model", "scores.csv", "scores.csv.meta.json"), mtl.left());
        assertFailed(74, "standard output: No space left on device", sh("exec \"$MTL\" influence model -q >/dev/full"));
    }

    @Test
    void streamsThatAreClosedAreNoOtherFiles() throws Exception {
        assertFailed(65, "standard input: expected a CSV header, found an empty file", sh("exec \"$MTL\" inspect - <&-"));
        assertFailed(74, "standard output: ", sh("exec \"$MTL\" inspect data.csv <&- >&-"));
        assertEquals(new Result(66, "", ""), sh("exec \"$MTL\" inspect nowhere.csv 2>&-"));
        assertEquals(new Result(0, "", ""), sh("exec " + TRAIN + "--lambda 1 -o model <&- >&- 2>&-"));
        Models.assertComplete(mtl.file("model"));
    }

    /** Each of these would never end if it were read as a whole. */
    @Test
    void devicesThatNeverEndAreNoInputs() throws Exception {
        String nul = "1: expected UTF-8 text, found a NUL byte";
        for (String command : List.of("train /dev/zero --task group --target y -o model", "inspect /dev/zero", "inspect - </dev/zero",
                "train - --task group --target y -o model </dev/zero", "synth corrupt /dev/zero --task group --target y --labels 0.1 -o bad",
                "select /dev/zero --drop 0.1", "group /dev/zero --groups 2", "plot /dev/zero -o picture.svg",
                "affinity /dev/zero --task group --target y --method hoa")) {
            assertFailed(65, nul, sh("exec \"$MTL\" " + command));
        }
        assertFailed(65, "/dev/zero: expected UTF-8 text, found a NUL byte", sh("exec \"$MTL\" @/dev/zero"));
        assertFailed(65, "/dev/zero: expected UTF-8 text, found a NUL byte", sh("exec " + TRAIN + "--sweep /dev/zero -o model"));
        assertFailed(65, "/dev/zero: expected a file or a pipe, found a device", sh("exec \"$MTL\" convert /dev/zero -o out"));
        assertFailed(65, "/dev/urandom: expected a file or a pipe", sh("exec \"$MTL\" convert /dev/urandom -o out"));
        assertFailed(65, "standard input: expected a file or a pipe", sh("exec \"$MTL\" convert - --from idx -o out </dev/zero"));
        // Bytes of /dev/urandom would have a NUL in front of the first that is no UTF-8 in one of a hundred runs.
        assertFailed(65, "standard input:1: expected UTF-8 text, found other bytes", sh("tr '\\0' '\\377' </dev/zero | \"$MTL\" inspect -"));
        assertEquals(List.of("data.csv"), mtl.left());
        assertEquals(new Result(0, "", ""), sh(TRAIN + "--lambda 1 -o model"));
        assertFailed(2, "expected a file or a folder, found /dev/zero, which cannot be read twice", sh("exec \"$MTL\" influence model --data /dev/zero"));
    }

    @Test
    void aLineThatNeverEndsIsNoRecord() throws Exception {
        assertFailed(65, "standard input:1: expected records of at most 268435456 characters, found a longer one",
                sh("yes a | tr -d '\\n' | MTL_JAVA_OPTS=-Xmx3g \"$MTL\" inspect -"));
        assertFailed(71, "out of memory", sh("yes , | tr -d '\\n' | MTL_JAVA_OPTS=-Xmx200m \"$MTL\" inspect -"));
        assertFailed(65, "/dev/stdin: expected a text of at most 16777216 bytes", sh("yes a | exec \"$MTL\" @/dev/stdin"));
    }

    @Test
    void whatNobodyElseMayReadStaysSo() throws Exception {
        assertEquals(new Result(0, "", ""), sh("umask 077; " + TRAIN + "--lambda 1 -o model"));
        for (String name : Launcher.names(mtl.file("model"))) {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(mtl.file("model").resolve(name)));
            assertTrue(rights.endsWith("------"), name + " " + rights);
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mtl.file("model"))));
    }

    @Test
    void languageAndTimeZoneAreNoOptions() throws Exception {
        String learner = TRAIN + "--only-tasks g0,g1 --learner tribuo:cart -o ";
        assertEquals(new Result(0, "", ""), sh(learner + "here"));
        mtl.set("MTL_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Duser.language=tr -Duser.country=TR").set("TZ", "Pacific/Kiritimati");
        assertEquals(new Result(0, "", ""), sh(learner + "there"));
        Models.assertSame(mtl.file("here"), mtl.file("there"));
    }

    /** Of a stand-in for Java, what the launcher hands on. */
    @Test
    void messagesOfTheSystemAreEnglish() throws Exception {
        Path bin = Files.createDirectories(mtl.file("jdk/bin"));
        Files.writeString(mtl.file("jdk/release"), "JAVA_VERSION=\"17\"\n");
        Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"$LC_CTYPE $LC_MESSAGES ${LC_ALL-none}\"\n");
        assertTrue(bin.resolve("java").toFile().setExecutable(true));
        mtl.set("JAVA_HOME", mtl.file("jdk").toString());
        assertEquals("C.UTF-8 C none\n", sh("\"$MTL\" help").out());
        assertEquals("de_DE.UTF-8 C none\n", sh("LC_ALL=de_DE.UTF-8 LC_CTYPE=x LC_MESSAGES=tr_TR \"$MTL\" help").out());
        assertEquals("tr_TR C none\n", sh("LANG=tr_TR \"$MTL\" help").out());
    }

    /** File systems of their own, which only the superuser may make. */
    @Tag("long")
    @Test
    void fileSystemsThatAreFullReadOnlyOrHoldNoPrograms() throws Exception {
        for (String name : List.of("full", "locked", "tmp")) {
            Files.createDirectory(mtl.file(name));
        }
        assumeTrue(sh("mount -t tmpfs -o size=64k tmpfs full").code() == 0, "may not mount");
        try {
            sh("mount -t tmpfs -o ro tmpfs locked; mount -t tmpfs -o noexec tmpfs tmp");
            assertFailed(74, "No space left on device", sh("exec " + TRAIN + "--standardize pooled --model mlp --epochs 2 -o full/model"));
            assertFailed(74, "No space left on device", sh("exec \"$MTL\" convert data.csv --task group --target y -q -o full/out"));
            assertEquals(List.of(), Launcher.names(mtl.file("full")));
            assertFailed(73, "locked/model: cannot be created: Read-only file system", sh("exec " + TRAIN + "-o locked/model"));
            mtl.set("MTL_JAVA_OPTS", null).set("TMPDIR", mtl.file("tmp").toString());
            Result grouped = sh(TRAIN + "--only-tasks g0,g1,g2,g3 --lambda 1 -o model && \"$MTL\" influence model --level task --as gain -q"
                    + " | \"$MTL\" group --groups 2 -q -o groups.csv");
            assertEquals(new Result(0, "", ""), grouped);
            assertFalse(Files.readString(mtl.file("groups.csv")).isEmpty());
        } finally {
            sh("umount full locked tmp");
        }
    }
}
