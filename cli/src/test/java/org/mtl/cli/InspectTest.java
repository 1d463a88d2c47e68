package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.Hashes;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

class InspectTest {

    private static final String CSV = "\"a,b\",n,t,e,i\n1,2,x,,5\n1,4,y,,NaN\n1,,x,,7\n";
    private static final String INSPECTED = "column,kind,missing,distinct,min,max,mean,sd\n\"a,b\",numeric,0,1,1,1,1,0\n"
            + "n,numeric,1,2,2,4,3,1\nt,text,0,2,,,,\ne,empty,3,0,,,,\ni,numeric,0,3,5,7,6,1\n";
    private static final String WARNING =
            "mtl: warning: column 'i': 1 values are NaN or infinite and left out of min to sd\n";

    /** What follows, with the name of the input in front. */
    private static String findings(String name) {
        return "mtl: warning: " + name + ": a column without a value: 'e'\n"
                + "mtl: warning: " + name + ": a column with one value only: 'a,b'\n";
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        Files.writeString(folder.resolve("d.csv"), CSV);
    }

    private void npy(String name, NpyType type, double[] values, long... shape) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        try (OutputStream out = Files.newOutputStream(folder.resolve(name)); NpyWriter npy = new NpyWriter(out, type, shape)) {
            npy.write(values, 0, values.length);
        }
    }

    @Test
    void describesColumns() {
        InProcess run = InProcess.done(folder, "inspect", "d.csv");
        assertEquals(INSPECTED, run.text());
        assertEquals(WARNING + findings("d.csv") + "d.csv: 3 rows, 5 columns\n", run.err());
        assertEquals(WARNING + findings("d.csv"), InProcess.done(folder, "inspect", "d.csv", "-q").err());
    }

    @Test
    void readsPipesAndGzip() throws IOException {
        byte[] csv = CSV.getBytes(StandardCharsets.UTF_8);
        InProcess piped = InProcess.run(folder, csv, "inspect", "-");
        assertEquals(INSPECTED, piped.text());
        assertEquals(WARNING + findings("standard input") + "standard input: 3 rows, 5 columns\n", piped.err());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv);
        }
        Files.write(folder.resolve("d.csv.gz"), packed.toByteArray());
        assertEquals(INSPECTED, InProcess.done(folder, "inspect", "d.csv.gz").text());
        assertEquals(INSPECTED, InProcess.run(folder, packed.toByteArray(), "inspect", "-").text());
    }

    @Test
    void saysWhereDistinctValuesAreNoLongerCounted() throws IOException {
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < 1001; i++) {
            text.append(i).append('\n');
        }
        Files.writeString(folder.resolve("many.csv"), text);
        assertTrue(InProcess.done(folder, "inspect", "many.csv").text().contains("\na,numeric,0,>1000,0,1000,500,"));
    }

    @Test
    void describesArrays() throws IOException {
        npy("npy/x.npy", NpyType.F32, new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        npy("npy/y.npy", NpyType.F64, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}, 3);
        npy("npy/split.npy", NpyType.U8, new double[] {0, 1, 2}, 3);
        Files.writeString(folder.resolve("npy/tasks.csv"), "code,task\n");
        String header = "file,dtype,shape,missing,min,max,mean,sd\n";
        InProcess run = InProcess.done(folder, "inspect", "npy");
        assertEquals(header + "split.npy,uint8,3,0,0,2,1," + Math.sqrt(2.0 / 3) + "\nx.npy,float32,3x2,0,1,6,3.5,"
                + Math.sqrt(17.5 / 6) + "\ny.npy,float64,3,1,1,1,1,0\n", run.text());
        assertEquals("mtl: warning: y.npy: 1 values are NaN or infinite and left out of min to sd\nnpy: 3 NPY files\n",
                run.err());
        npy("one.npy", NpyType.I64, new double[] {7});
        assertEquals(header + "one.npy,int64,,0,7,7,7,0\n", InProcess.done(folder, "inspect", "one.npy").text());
        npy("none.npy", NpyType.BOOL, new double[0], 0, 4);
        assertEquals(header + "none.npy,bool,0x4,0,,,,\n", InProcess.done(folder, "inspect", "none.npy").text());
    }

    @Test
    void describesModels() throws IOException {
        Files.writeString(folder.resolve("m.csv"), "who,y,x,split\n" + "a,1,2,train\na,2,3,train\n".repeat(2)
                + "b,2,3,train\nb,4,4,val\nb,4,5,test\nb,1,2,train\n");
        InProcess.done(folder, "train", "m.csv", "--task", "who", "--target", "y", "--loss", "squared", "--lambda", "a=0.5,0.25", "-o", "model",
                "--seed", "3", "-q");
        Map<String, String> lines = new LinkedHashMap<>();
        InProcess run = InProcess.done(folder, "inspect", "model");
        run.text().lines().forEach(line -> lines.put(line.substring(0, line.indexOf(',')), line.substring(line.indexOf(',') + 1)));
        assertEquals("value", lines.get("key"));
        Map<String, String> expected = new LinkedHashMap<>();
        List.of("kind=linear", "sharing=soft", "loss=squared", "intercept=true", "standardize=none", "tasks=2", "features=1",
                "train_rows=6", "val_rows=1", "test_rows=1", "task_weight=equal", "penalty_min=0.25", "penalty_max=0.5",
                "shared_ridge=0", "data=m.csv", "data_rows=8", "task_column=who", "target_column=y", "split_column=split",
                "seed=3", "lambda=\"a=0.5,0.25\"")
                .forEach(pair -> expected.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        expected.put("sha256", Hashes.sha256(folder.resolve("model/model.json")));
        expected.put("data_sha256", Hashes.sha256(folder.resolve("m.csv")));
        expected.put("command", "\"mtl train m.csv --task who --target y --loss squared --lambda a=0.5,0.25 --seed 3\"");
        expected.forEach((key, value) -> assertEquals(value, lines.get(key), key));
        for (String key : List.of("objective", "decrement", "gradient_max")) {
            assertTrue(Double.isFinite(Double.parseDouble(lines.get(key))), key);
        }
        assertTrue(lines.keySet().containsAll(List.of("version_mtl", "version_java", "version_backend", "version_kernel")));
        assertEquals("", run.err());
        assertEquals("task,loss,train,val,test,weight,penalty\na,squared,4,0,0,1,0.5\nb,squared,2,1,1,1,0.25\n",
                InProcess.done(folder, "inspect", "model", "--list-tasks").text());
    }

    @Test
    void saysWhatStandsBesideAResult() throws IOException {
        InProcess.done(folder, "inspect", "d.csv", "-q", "-o", "it's.csv");
        assertEquals(INSPECTED, Files.readString(folder.resolve("it's.csv")));
        InProcess run = InProcess.done(folder, "inspect", "it's.csv");
        assertTrue(run.err().startsWith("it's.csv: 5 rows, 8 columns\nformat: 1\nkind: inspection\nmtl: "), run.err());
        assertTrue(run.err().endsWith("\ncommand: mtl inspect d.csv\n"), run.err());
        InProcess.done(folder, "inspect", "it's.csv", "-q", "-o", "again.csv");
        assertTrue(InProcess.done(folder, "inspect", "again.csv").err().endsWith("command: mtl inspect 'it'\\''s.csv'\n"));
        InProcess.done(folder, "synth", "duan-wang", "--delta", "0.4", "--alpha", "0", "--rows", "3", "-q", "-o", "s.csv");
        assertTrue(InProcess.done(folder, "inspect", "s.csv").err().endsWith("seed: 0\noutlier_tasks: \ncoefficients: 10 values\n"));
        Files.writeString(folder.resolve("d.csv.meta.json"), "{");
        InProcess broken = InProcess.run(folder, "inspect", "d.csv");
        assertEquals(65, broken.code());
        assertTrue(broken.err().contains("mtl: d.csv.meta.json:1: malformed JSON"), broken.err());
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        Files.write(folder.resolve("binary"), new byte[] {'a', (byte) 0xff, 0, 1});
        Files.writeString(folder.resolve("x.json"), "{}\n");
        Files.writeString(folder.resolve("nothing.csv"), "");
        Files.write(folder.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        npy("x.npy", NpyType.F64, new double[] {1}, 1);
        InProcess.run(folder, "inspect", "absent").assertFailed(66, "mtl: absent: no such file or folder");
        InProcess.run(folder, "inspect", "empty").assertFailed(
                65, "mtl: empty: expected a model, with model.json, or a folder of .npy files, found neither");
        InProcess.run(folder, "inspect", "binary").assertFailed(65, "mtl: binary:1: expected UTF-8 text, found other bytes");
        InProcess.run(folder, "inspect", "x.json")
                .assertFailed(65, "mtl: x.json: expected CSV, NPY or a folder, found what looks like JSON");
        InProcess.run(folder, "inspect", "nothing.csv")
                .assertFailed(65, "mtl: nothing.csv: expected a CSV header, found an empty file");
        InProcess cut = InProcess.run(folder, "inspect", "cut.gz");
        assertEquals(65, cut.code());
        assertTrue(cut.err().startsWith("mtl: cut.gz: damaged gzip data"), cut.err());
        InProcess.run(folder, Files.readAllBytes(folder.resolve("x.npy")), "inspect", "-")
                .assertFailed(65, "mtl: standard input: expected CSV, found NPY, which is read from a file");
        InProcess.run(folder, "inspect", "d.csv", "--list-tasks")
                .assertFailed(2, "mtl: a CSV file needs --task with --target (long form), or --targets or --one-vs-rest"
                        + " (wide form); see mtl help inspect");
        InProcess.run(folder, "inspect").assertFailed(
                2, "mtl: FILE|MODEL is missing; see mtl help inspect");
    }
}
