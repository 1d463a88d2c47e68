package org.mtl.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.io.FileNames;
import org.mtl.io.Json;
import org.mtl.model.tribuo.Learner;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.PenaltyRule;
import org.mtl.training.Projection;
import org.mtl.training.tribuo.TribuoSettings;
import org.mtl.training.tribuo.TribuoTrainer;

class TribuoFilesTest {

    @TempDir
    private Path folder;

    private static Dataset data(Learner learner) {
        Dataset numbers = Datasets.linear(1, 3, 30, 4, 0.5);
        if (learner != Learner.LOGISTIC) {
            return numbers;
        }
        List<TaskData> tasks = numbers.tasks().stream().map(task -> {
            TaskData.Labelled rows = task.in(Split.TRAIN);
            double[] codes = Arrays.stream(rows.targets()).map(y -> y > 0 ? 1 : 0).toArray();
            return new TaskData(task.name(), Map.of(Split.TRAIN, new TaskData.Labelled(rows.rows(), codes)), List.of("no", "yes"));
        }).toList();
        return new Dataset(numbers.features(), numbers.ids(), numbers.form(), tasks);
    }

    private static TribuoModel train(Learner learner, Projection projection) {
        TribuoSettings settings = new TribuoSettings(learner, new PenaltyRule.Auto(), OptionalDouble.empty(),
                new TribuoSettings.Details(1e-6, 5, 2, 5, OptionalDouble.empty()), LossRule.BY_LABELS,
                Standardization.Mode.POOLED, projection, 3);
        try (Workers workers = new Workers(1)) {
            return new TribuoTrainer(settings, "a test", workers).train(data(learner)).model();
        }
    }

    private Path write(String name, TribuoModel model) throws IOException {
        Path path = Files.createDirectory(folder.resolve(name));
        DataReference reference = new DataReference("d.csv", "/x/d.csv", "00", 90, Roles.longForm("t", "y")
                .withFeatures(List.of("f0", "f1", "f2", "f3")));
        ModelRecord record = new ModelRecord(List.of("train"), 3, reference, Map.of("learner", model.learner().word()), Map.of(),
                Map.of(), model);
        new ModelWriter(path).write(record, data(model.learner()), List.of());
        return path;
    }

    private static double[] predict(TribuoModel model, int task) {
        try (Workers workers = new Workers(1)) {
            Dataset data = data(model.learner());
            return model.predict(data.features(), task, IntStream.range(0, data.features().rows()).toArray(), workers);
        }
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void whatIsWrittenReadsBack(Learner learner) throws IOException {
        TribuoModel model = train(learner, learner == Learner.KNN ? new Projection(2, false, true) : Projection.NONE);
        Path path = write("model", model);
        TribuoModel read = (TribuoModel) ModelFolder.open(path).record().model();
        assertEquals(model.taskNames(), read.taskNames());
        assertEquals(model.losses(), read.losses());
        for (int k = 0; k < 3; k++) {
            assertEquals(model.classes(k), read.classes(k));
            assertArrayEquals(predict(model, k), predict(read, k));
        }
        Map<String, Object> provenance = Json.read(path.resolve("tribuo/provenance.json"));
        assertEquals(List.of("task 0", "task 1", "task 2"), List.copyOf(provenance.keySet()));
        String text = Files.readString(path.resolve("tribuo/provenance.json"));
        assertTrue(text.contains("tribuo/task%200.pb") && text.contains("\"trainer\"") && text.contains("a test, training rows"));
        assertFalse(text.contains("trained-at"), "a time, which equal runs do not have in common");
    }

    /** Trained at another time, on the same data: every file is the same. */
    @ParameterizedTest
    @EnumSource(Learner.class)
    void equalRunsWriteEqualBytes(Learner learner) throws IOException {
        Path one = write("one", train(learner, Projection.NONE));
        Path two = write("two", train(learner, Projection.NONE));
        for (String file : List.of("tribuo/task%200.pb", "tribuo/provenance.json", "model.json")) {
            assertArrayEquals(Files.readAllBytes(one.resolve(file)), Files.readAllBytes(two.resolve(file)), file);
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path path = write("model", train(Learner.CART, Projection.NONE));
        Path file = path.resolve("tribuo/task%201.pb");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        MtlException cut = assertThrows(MtlException.class, () -> ModelFolder.open(path));
        assertEquals(file + ": its SHA-256 is not the one that model.json records", cut.getMessage());
        Path json = path.resolve("model.json");
        Files.write(file, bytes);
        Files.writeString(json, Files.readString(json).replace("\"cart\"", "\"knn\""));
        MtlException other = assertThrows(MtlException.class, () -> ModelFolder.open(path));
        assertEquals(MtlException.Kind.DATA, other.kind());
        assertTrue(other.getMessage().contains("expected a model of class org.tribuo.common.nearest.KNNModel"), other.getMessage());
        Files.writeString(json, Files.readString(json).replace("\"knn\"", "\"magic\""));
        assertTrue(assertThrows(MtlException.class, () -> ModelFolder.open(path)).getMessage().endsWith("unknown learner 'magic'"));
    }

    @Test
    void namesOfTasksAreMadeNamesOfFiles() {
        assertEquals("north-1_b.c", FileNames.safe("north-1_b.c"));
        assertEquals("%2E.", FileNames.safe(".."));
        assertEquals("a%2Fb%20%C3%A4%25", FileNames.safe("a/b ä%"));
        assertEquals("%", FileNames.safe(""));
        String one = FileNames.safe("x".repeat(300) + "1");
        String two = FileNames.safe("x".repeat(300) + "2");
        assertEquals(200, one.length());
        assertFalse(one.equals(two));
    }
}
