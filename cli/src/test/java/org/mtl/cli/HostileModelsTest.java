package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.Hashes;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/** Models that somebody made to be read for ever, to lead elsewhere or to break what reads them. */
@Timeout(60)
class HostileModelsTest {

    private static final String LONG = Path.of("..", "test-data", "synthetic", "long.csv").toAbsolutePath().normalize().toString();
    private static final String LINK = ": a link that leads out of the model; cp -RL makes a copy with the files themselves";

    @TempDir
    private Path folder;

    @BeforeEach
    void train() {
        InProcess.done(folder, "train", LONG, "--task", "task", "--target", "y", "--id", "id", "--lambda", "1", "--standardize", "pooled",
                "-q", "-o", "model");
    }

    private void link(String name, Path to) throws IOException {
        Files.delete(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), to);
    }

    private void edit(String pattern, String value) throws IOException {
        Path json = folder.resolve("model/model.json");
        Files.writeString(json, Files.readString(json).replaceAll(pattern, value));
    }

    private void assertRefused(int code, String message) {
        InProcess.run(folder, "evaluate", "model", "-q").assertFailed(code, "mtl: " + message);
    }

    @Test
    void aDeviceIsNoFileOfAModel() throws IOException {
        link("model/split.csv", Path.of("/dev/zero"));
        assertRefused(65, "model/split.csv" + LINK);
        link("model/model.json", Path.of("/dev/zero"));
        assertRefused(65, "model/model.json: expected a regular file, found a pipe or device");
    }

    @Test
    void aPipeIsNoFileOfAModel() throws Exception {
        Files.delete(folder.resolve("model/split.csv"));
        assumeTrue(new ProcessBuilder("mkfifo", folder.resolve("model/split.csv").toString()).start().waitFor() == 0);
        assertRefused(65, "model/split.csv: expected a regular file, found a pipe or device");
    }

    @Test
    void linksStayInTheModel() throws IOException {
        Files.writeString(folder.resolve("secret"), "root:x:0:0\n");
        link("model/transform/means.npy", Path.of("../../secret"));
        assertRefused(65, "model/transform/means.npy" + LINK);
        Files.delete(folder.resolve("model/transform/means.npy"));
        Files.createSymbolicLink(folder.resolve("model/transform/means.npy"), Path.of("nothing"));
        assertRefused(66, "model/transform/means.npy: a link to nothing");
    }

    @Test
    void aModelThatIsALinkIsReadAsAnyOther() throws IOException {
        Files.move(folder.resolve("model"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("model"), Path.of("elsewhere"));
        Files.move(folder.resolve("elsewhere/split.csv"), folder.resolve("elsewhere/kept"));
        Files.createSymbolicLink(folder.resolve("elsewhere/split.csv"), Path.of("kept"));
        InProcess.done(folder, "evaluate", "model", "-q");
    }

    @Test
    void dataThatWouldNeverEndIsNotRead() throws IOException {
        edit("\"path\": \"[^\"]*\"", "\"path\": \"/dev/zero\"");
        edit("\"absolute\": \"[^\"]*\"", "\"absolute\": \"/dev/zero\"");
        assertRefused(66, "/dev/zero: no such file, nor /dev/zero; say where it is with --data");
        assertEquals(0, InProcess.run(folder, "inspect", "model", "-q").code());
        assertEquals(66, InProcess.run(folder, "rerun", "model", "-q").code());
    }

    @Test
    void aNameThatIsNoneIsRefused() throws IOException {
        edit("\"path\": \"[^\"]*\"", "\"path\": \"a\\\\u0000b\"");
        assertRefused(65, "model/model.json: data: 'path': expected the name of a file, found 'a?b'");
    }

    @Test
    void theFeaturesOfTheDataAreThoseOfTheModel() throws IOException {
        String json = Files.readString(folder.resolve("model/model.json"));
        Files.writeString(folder.resolve("model/model.json"), json.replaceFirst("\"x1\", ", ""));
        assertRefused(65, "model/model.json: the features of its data are not those of its model");
    }

    @Test
    void parametersThatAreNoNumbersGiveNoScores() throws IOException {
        Path file = folder.resolve("model/parameters.npy");
        String before = Hashes.sha256(file);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NpyWriter out = new NpyWriter(bytes, NpyType.F64, 20)) {
            double[] values = new double[20];
            values[7] = 1e200;
            out.write(values, 0, values.length);
        }
        Files.write(file, bytes.toByteArray());
        edit(before, Hashes.sha256(file));
        InProcess run = InProcess.run(folder, "influence", "model", "-q");
        assertEquals(65, run.code(), run.err());
        assertEquals(1, run.err().lines().filter(line -> !line.startsWith("mtl: warning: ")).count(), run.err());
    }

    @Test
    void aCellAsLongAsAFileMakesNoMessageOfThatLength() throws IOException {
        Files.writeString(folder.resolve("weights.csv"), "task," + "x".repeat(50_000) + "\nnorth,1\n");
        InProcess run = InProcess.run(folder, "train", LONG, "--task", "task", "--target", "y", "--task-weight", "weights.csv", "-o", "out");
        assertEquals(65, run.code());
        assertEquals(1, run.err().lines().count());
        assertEquals(true, run.err().length() < 1_300, run.err());
    }

    @Test
    void filesThatEndWithinGzipAreDamagedData() throws IOException {
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0};
        for (String name : new String[] {"words.args", "sweep.csv"}) {
            Files.write(folder.resolve(name), gzip);
        }
        assertEquals(65, InProcess.run(folder, "train", "@words.args", "-o", "out").code());
        assertEquals(65, InProcess.run(folder, "train", LONG, "--task", "task", "--target", "y", "--sweep", "sweep.csv", "-o", "out").code());
    }

    @Test
    void aHeaderOfManyPixelsTakesNoMemory() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 1, 0, 0, 4, 0, 0, 0, 3, 1, 2, 3};
        Files.write(folder.resolve("images"), images);
        Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
        InProcess.run(folder, "convert", "images", "labels", "-o", "out")
                .assertFailed(65, "mtl: images: expected 2 rows as the header says, found the end after 0");
    }

    @Test
    void aPartWhoseDescriptionIsBrokenIsRefused() throws IOException {
        for (int i = 1; i <= 2; i++) {
            InProcess.done(folder, "influence", "model", "--shard", i + "/2", "-q", "-o", "part-" + i + ".csv");
        }
        Path meta = folder.resolve("part-1.csv.meta.json");
        String json = Files.readString(meta, StandardCharsets.UTF_8);
        Files.writeString(meta, json.replaceFirst("\"command\": \\[[^]]*]", "\"command\": 1"));
        InProcess.run(folder, "influence", "--merge", "part-1.csv", "part-2.csv")
                .assertFailed(65, "mtl: part-1.csv.meta.json: 'command': expected a list of texts");
        Files.writeString(meta, json.replaceFirst("\"command\": \\[[^]]*]", "\"command\": [\"influence\", \"--shard\"]"));
        assertEquals(65, InProcess.run(folder, "influence", "--merge", "part-1.csv", "part-2.csv").code());
    }

    @Test
    void aRunThatFailsBeforeItHasBegunLeavesNothingToResume() throws IOException {
        Files.writeString(folder.resolve("selection.csv"), "row,task,score,keep\nn-00,north,1,1\n");
        assertEquals(65, InProcess.run(folder, "retrain", "model", "--selection", "selection.csv", "--resume", "-o", "out").code());
        assertEquals(false, Files.exists(folder.resolve("out.partial")));
    }
}
