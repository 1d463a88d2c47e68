package org.mtl.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mtl.cli.cases.MtlRunner;

/** Sound files of every kind that commands read, small and made by the commands themselves; what a trial damages is a copy. */
final class Samples {

    /** What makes them, in the folder that holds the test data's small sets. */
    private static final List<String> COMMANDS = List.of(
            "train long.csv --task task --target y --id id --lambda 1 --standardize pooled -q -o linear",
            "train long.csv --task task --target y --id id --model mlp --hidden 3 --epochs 2 --batch 16 --checkpoints 1 --standardize pooled -q -o net",
            "train npy-long --split 0.6,0.2,0.2 --loss squared --model mlp --hidden 2 --align joint --epochs 2 -q -o aligned",
            "train long.csv --task task --target y --id id --learner tribuo:cart -q -o cart",
            "train long.csv --task task --target y --id id --model mlp --hidden 2 --epochs 1 --seeds 2 -q -o seeds",
            "influence linear -q -o scores.csv",
            "influence linear -q -o scores.npy",
            "influence linear --level task --as gain -q -o affinity.csv",
            "influence linear --level task --as gain -q -o affinity.npy",
            "influence linear --shard 1/2 -q -o part-1.csv",
            "influence linear --shard 2/2 -q -o part-2.csv",
            "select scores.csv --drop 0.1 -q -o selection.csv",
            "group affinity.csv --groups 2 --max-memberships 1 -q -o groups.csv",
            "retrain linear --grouping groups.csv -q -o grouped",
            "evaluate linear --check loo --scores scores.csv --sample 3 -q -o loo.csv");

    private final Path folder;
    private final MtlRunner mtl;

    private Samples(Path folder, MtlRunner mtl) {
        this.folder = folder;
        this.mtl = mtl;
    }

    /**
     * Makes them.
     *
     * @param testData the project's test data
     * @param folder an empty folder
     */
    static Samples make(Path testData, Path folder, MtlRunner mtl) throws IOException {
        return make(testData, folder, mtl, command -> true);
    }

    /** Makes those that some of the commands write. */
    static Samples make(Path testData, Path folder, MtlRunner mtl, Predicate<String> chosen) throws IOException {
        Samples samples = new Samples(folder, mtl);
        Path synthetic = testData.resolve("synthetic");
        for (String name : List.of("long.csv", "npy-long", "npy-wide", "npy-windows")) {
            copy(synthetic.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("wide.csv"), wide());
        Files.writeString(folder.resolve("rows.csv"), "row,task\nn-00,north\ne-00,east\n");
        Files.writeString(folder.resolve("rules.csv"), "constraint,task,group,value\ntogether,north,,east\nmin-size,,1,1\nbudget,,1,9\ncost,north,,2\n");
        Files.writeString(folder.resolve("weights.csv"), "task,weight\nnorth,1\neast,2\nsouth,1\nwest,0.5\n");
        Files.writeString(folder.resolve("grid.txt"), "lambda 1 2\nstandardize none pooled\n");
        Files.writeString(folder.resolve("train.args"), "long.csv\n--task\ntask\n--target\ny\n--lambda\n1\n");
        COMMANDS.stream().filter(chosen).forEach(samples::run);
        return samples;
    }

    /** Two tasks over shared rows, of classes and of numbers, some labels missing. */
    private static String wide() {
        StringBuilder text = new StringBuilder("row,red,size,f1,f2,split\n");
        List<String> parts = List.of("train", "train", "train", "val", "test");
        for (int i = 0; i < 40; i++) {
            text.append('r').append(i).append(',').append(i % 7 == 3 ? "" : Integer.toString(i * 5 / 3 % 2)).append(',')
                    .append(i % 9 == 4 ? "" : Double.toString(i % 11 / 4.0)).append(',').append(i % 5 - 2).append(',')
                    .append(i * 7 % 13 / 8.0).append(',').append(parts.get(i % 5)).append('\n');
        }
        return text.toString();
    }

    private void run(String command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = mtl.run(List.of(command.split(" ")), new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8), Map.of("MTL_THREADS", "1"), folder);
        assertEquals(0, code, command + ": " + err.toString(StandardCharsets.UTF_8));
    }

    /** Where they lie. */
    Path folder() {
        return folder;
    }

    byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** Copies a file or a folder and what is beside it: {@code .meta.json} and {@code .names.csv}. */
    void copyTo(Path work, String name) throws IOException {
        for (String suffix : List.of("", ".meta.json", ".names.csv")) {
            if (Files.exists(folder.resolve(name + suffix))) {
                copy(folder.resolve(name + suffix), work.resolve(name + suffix));
            }
        }
    }

    /** The files below a folder, by their path in it. */
    static Map<String, Path> files(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.filter(Files::isRegularFile).forEach(file -> files.put(folder.relativize(file).toString(), file));
        }
        return files;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path target = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                }
            }
        }
    }
}
