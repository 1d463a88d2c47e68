package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code retrain --grouping} and {@code evaluate} of what it writes, against single models made by hand. */
class RetrainGroupingTest {

    private static final Path LONG = Path.of("../test-data/synthetic/long.csv").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeModel() throws IOException {
        run("train", LONG.toString(), "--task", "task", "--target", "y", "--id", "id", "--standardize", "task", "-o", "model");
        Files.writeString(folder.resolve("groups.csv"), "group,task\n2,west\n1,north\n1,east\n2,north\n2,south\n");
    }

    private InProcess run(String... args) {
        return InProcess.done(folder, args);
    }

    /** The values of {@code evaluate} by task and metric. */
    private Map<String, Double> values(String... args) {
        return run(args).text().lines().skip(1).map(line -> line.split(",")).collect(Collectors.toMap(
                line -> line[1] + "," + line[3], line -> Double.parseDouble(line[4]), (a, b) -> a, TreeMap::new));
    }

    @Test
    void everyGroupIsWhatRetrainingWithoutTheOthersGives() throws IOException {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        run("retrain", "model", "--without-task", "west,south", "-o", "one");
        run("retrain", "model", "--without-task", "east", "-o", "two");
        for (String file : List.of("parameters.npy", "parameters.csv", "split.csv", "history.csv", "transform/means.npy")) {
            assertArrayEquals(Files.readAllBytes(folder.resolve("one").resolve(file)),
                    Files.readAllBytes(folder.resolve("grouped/group-1").resolve(file)), file);
            assertArrayEquals(Files.readAllBytes(folder.resolve("two").resolve(file)),
                    Files.readAllBytes(folder.resolve("grouped/group-2").resolve(file)), file);
        }
    }

    @Test
    void evaluateTakesATaskInSeveralGroupsFromTheBestOnItsValidationRows() {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        double first = values("evaluate", "grouped/group-1", "--on", "val").get("north,loss");
        double second = values("evaluate", "grouped/group-2", "--on", "val").get("north,loss");
        String better = first <= second ? "grouped/group-1" : "grouped/group-2";
        Map<String, Double> ofOne = values("evaluate", "grouped/group-1");
        Map<String, Double> ofTwo = values("evaluate", "grouped/group-2");
        Map<String, Double> expected = new TreeMap<>();
        for (String metric : List.of("loss", "rmse", "mae", "r2")) {
            expected.put("north," + metric, values("evaluate", better).get("north," + metric));
            expected.put("east," + metric, ofOne.get("east," + metric));
            expected.put("south," + metric, ofTwo.get("south," + metric));
            expected.put("west," + metric, ofTwo.get("west," + metric));
        }
        Map<String, Double> grouped = values("evaluate", "grouped");
        double mean = List.of("north", "east", "south", "west").stream()
                .mapToDouble(task -> expected.get(task + ",loss")).average().orElseThrow();
        assertEquals(mean, grouped.get("*,loss"), 1e-15);
        grouped.keySet().removeIf(key -> key.startsWith("*"));
        assertEquals(expected, grouped);
    }

    @Test
    void tasksComeInTheOrderOfTheSourceModel() {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        assertEquals(tasks("model"), tasks("grouped"));
    }

    private List<String> tasks(String model) {
        return run("evaluate", model).text().lines().map(line -> line.split(",")[1]).distinct().toList();
    }

    @Test
    void eitherSideOfAComparisonMayBeGroups() {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        double there = values("evaluate", "grouped", "--baseline", "model").get("*,rmse_difference");
        double back = values("evaluate", "model", "--baseline", "grouped").get("*,rmse_difference");
        assertEquals(there, -back, 1e-15);
        assertEquals(0, values("evaluate", "grouped", "--baseline", "grouped").get("*,delta_m"));
    }

    @Test
    void oneGroupOfAllTasksIsTheModelAgain() throws IOException {
        Files.writeString(folder.resolve("all.csv"), "group,task\n1,north\n1,east\n1,south\n1,west\n");
        run("retrain", "model", "--grouping", "all.csv", "-o", "grouped");
        assertArrayEquals(Files.readAllBytes(folder.resolve("model/parameters.npy")),
                Files.readAllBytes(folder.resolve("grouped/group-1/parameters.npy")));
    }

    @Test
    void threadsChangeNothingButRunJson() throws IOException {
        Map<String, String> one = files("1");
        assertEquals(one, files("2"));
        assertEquals(one, files("5"));
        assertTrue(one.containsKey("model.json") && one.containsKey("group-2/model.json"), one.keySet().toString());
    }

    private Map<String, String> files(String threads) throws IOException {
        run("retrain", "model", "--grouping", "groups.csv", "--threads", threads, "--force", "-o", "grouped");
        Map<String, String> files = new TreeMap<>();
        Path root = folder.resolve("grouped");
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).filter(file -> !file.endsWith("run.json")).toList()) {
                files.put(root.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return files;
    }

    @Test
    void rowsGoFirstThenTasksThenGroups() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "row,task\nn-00,north\n");
        InProcess run = run("retrain", "model", "--grouping", "groups.csv", "--without-rows", "rows.csv", "--without-task",
                "east", "-q", "-o", "grouped");
        assertEquals("", run.err());
        String tasks = run("inspect", "grouped", "--list-tasks").text();
        assertEquals(List.of("group,task", "1,north", "2,north", "2,south", "2,west"),
                tasks.lines().map(line -> String.join(",", List.of(line.split(",")).subList(0, 2))).toList());
        assertFalse(Files.readString(folder.resolve("grouped/group-1/split.csv")).contains("n-00,"));
    }

    @Test
    void aGroupWithoutTasksIsLeftOut() {
        InProcess run = run("retrain", "model", "--grouping", "groups.csv", "--without-task", "north,east", "-q", "-o", "grouped");
        assertEquals("mtl: warning: group 1 has no task left and is not trained\n", run.err());
        assertFalse(Files.exists(folder.resolve("grouped/group-1")));
        assertEquals(List.of("south", "west", "*"), tasks("grouped").subList(1, 4));
    }

    /** The list of tasks is a grouping again. */
    @Test
    void theListOfTasksRepeatsTheGroups() throws IOException {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        run("inspect", "grouped", "--list-tasks", "-o", "list.csv");
        Files.delete(folder.resolve("list.csv.meta.json"));
        run("retrain", "model", "--grouping", "list.csv", "-o", "again");
        assertArrayEquals(Files.readAllBytes(folder.resolve("grouped/group-2/parameters.npy")),
                Files.readAllBytes(folder.resolve("again/group-2/parameters.npy")));
    }

    @Test
    void withoutValidationRowsTheFirstGroupIsTakenAndSaidSo() {
        run("train", LONG.toString(), "--task", "task", "--target", "y", "--id", "id", "--features", "x1,x2,x3",
                "--split", "0.8,0,0.2", "-o", "blind");
        run("retrain", "blind", "--grouping", "groups.csv", "-o", "grouped");
        InProcess run = run("evaluate", "grouped");
        assertEquals("grouped: in several groups and without validation rows, taken from the first group: north\n", run.err());
        assertEquals(values("evaluate", "grouped/group-1").get("north,loss"), values("evaluate", "grouped").get("north,loss"));
    }

    @Test
    void dataFromAPipeStandsInEveryGroup() throws IOException {
        byte[] data = Files.readAllBytes(LONG);
        assertEquals(0, InProcess.run(folder, data, "train", "-", "--task", "task", "--target", "y", "--id", "id", "-o", "piped")
                .code());
        run("retrain", "piped", "--grouping", "groups.csv", "-o", "grouped");
        assertArrayEquals(data, Files.readAllBytes(folder.resolve("grouped/group-1/data/data.csv")));
        assertArrayEquals(data, Files.readAllBytes(folder.resolve("grouped/group-2/data/data.csv")));
        run("evaluate", "grouped", "grouped/group-2");
    }

    @Test
    void resumeKnowsACompleteFolder() {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        InProcess again = run("retrain", "model", "--grouping", "groups.csv", "--resume", "-o", "grouped");
        assertEquals("grouped is complete already\n", again.err());
    }

    /** What a killed run left of groups that are not asked for now is no part of the result. */
    @Test
    void resumeBeginsAnew() throws IOException {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        Files.move(folder.resolve("grouped"), folder.resolve("grouped.partial"));
        Files.writeString(folder.resolve("groups.csv"), "group,task\n3,west\n3,north\n3,east\n3,south\n");
        run("retrain", "model", "--grouping", "groups.csv", "--resume", "-o", "grouped");
        try (Stream<Path> entries = Files.list(folder.resolve("grouped"))) {
            assertEquals(List.of("group-3", "model.json", "run.json"),
                    entries.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aModelThatWasReplacedIsRefused() {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        run("retrain", "model", "--without-task", "east", "-o", "other");
        run("inspect", "grouped");
        assertTrue(folder.resolve("grouped/group-1").toFile().renameTo(folder.resolve("aside").toFile()));
        InProcess.run(folder, "evaluate", "grouped").assertFailed(66, "mtl: grouped/group-1: no such model");
        assertTrue(folder.resolve("other").toFile().renameTo(folder.resolve("grouped/group-1").toFile()));
        InProcess.run(folder, "evaluate", "grouped").assertFailed(65,
                "mtl: grouped/group-1/model.json: it is not the model that grouped/model.json lists");
    }

    @Test
    void otherCommandsAskForOneModel() {
        run("retrain", "model", "--grouping", "groups.csv", "-o", "grouped");
        String message = "mtl: grouped: a folder of groups; name one of its models, grouped/group-N";
        InProcess.run(folder, "influence", "grouped").assertFailed(65, message);
        InProcess.run(folder, "retrain", "grouped", "--without-task", "east", "-o", "x").assertFailed(65, message);
    }
}
