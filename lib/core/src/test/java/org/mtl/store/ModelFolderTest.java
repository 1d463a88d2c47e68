package org.mtl.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;

class ModelFolderTest {

    @TempDir
    private Path folder;

    private ModelRecord write(Sharing sharing, Standardization.Mode standardize) {
        return write(sharing, standardize, Datasets.linear(1, 3, 20, 2, 0.5));
    }

    private ModelRecord write(Sharing sharing, Standardization.Mode standardize, Dataset data) {
        LinearSettings settings = new LinearSettings(
                sharing, true, standardize, new PenaltyRule.Auto(), 0, new TaskWeights.Equal());
        try (Workers workers = new Workers(1)) {
            LinearModel model = new LinearTrainer(settings, workers).train(data).model();
            DataReference reference = new DataReference("d.csv", "/x/d.csv", "00", 60, Roles.longForm("t", "y")
                    .withFeatures(List.of("f0", "f1")));
            ModelRecord record = new ModelRecord(List.of("train", "d.csv"), 7, reference, Map.of("lambda", "auto"),
                    Map.of("steps", 1), Map.of("mtl", "1"), model);
            new ModelWriter(folder).write(record, data, List.of(new HistoryLine(1, "train", "task 0", 0.25, OptionalDouble.of(0.5))));
            return record;
        }
    }

    private static LinearModel linear(ModelRecord record) {
        return (LinearModel) record.model();
    }

    @Test
    void whatIsWrittenReadsBack() {
        for (Sharing sharing : Sharing.values()) {
            for (Standardization.Mode mode : Standardization.Mode.values()) {
                ModelRecord written = write(sharing, mode);
                ModelRecord read = ModelFolder.open(folder).record();
                assertEquals(written.command(), read.command());
                assertEquals(written.data(), read.data());
                assertEquals(7, read.seed());
                assertEquals(written.options(), read.options());
                assertEquals(linear(written).tasks(), linear(read).tasks());
                assertEquals(0, linear(written).parameters().plus(-1, linear(read).parameters()).maxAbsolute());
                assertEquals(mode, read.model().standardization().mode());
                Dataset data = Datasets.linear(1, 3, 20, 2, 0.5);
                int[] rows = data.tasks().get(2).in(Split.TEST).rows();
                assertArrayEquals(
                        linear(written).predict(data.features(), 2, rows), linear(read).predict(data.features(), 2, rows));
            }
        }
    }

    @Test
    void vectorTargetsReadBack() throws IOException {
        Dataset data = Datasets.vectors(Datasets.linear(1, 3, 20, 2, 0.5), 4);
        ModelRecord written = write(Sharing.SOFT, Standardization.Mode.NONE, data);
        assertEquals(4, linear(written).outputs());
        ModelRecord read = ModelFolder.open(folder).record();
        assertEquals(linear(written).tasks(), linear(read).tasks());
        assertEquals(0, linear(written).parameters().plus(-1, linear(read).parameters()).maxAbsolute());
        Path json = folder.resolve("model.json");
        String text = Files.readString(json);
        assertEquals(json + ": a task with loss huber has 4 outputs",
                message(text.replaceFirst("\"loss\": \"squared\"", "\"loss\": \"huber\"")));
        assertEquals(json + ": a task with loss squared has 0 outputs",
                message(text.replaceFirst("\"outputs\": 4", "\"outputs\": 0")));
        assertEquals(folder.resolve("parameters.npy") + ": expected 12 values, found 48",
                message(text.replace("\"outputs\": 4", "\"outputs\": 1")));
    }

    @Test
    void parameterTableSaysWhereEachBlockLies() throws IOException {
        write(Sharing.SOFT, Standardization.Mode.NONE);
        assertEquals(
                List.of("block,task,shape,offset,size", "shared,,3,0,3", "own,task 0,3,3,3", "own,task 1,3,6,3", "own,task 2,3,9,3"),
                Files.readAllLines(folder.resolve("parameters.csv")));
        assertEquals(
                List.of("epoch,split,task,loss,metric", "1,train,task 0,0.25,0.5"),
                Files.readAllLines(folder.resolve("history.csv")));
        assertEquals("0,task 0,train", Files.readAllLines(folder.resolve("split.csv")).get(1));
    }

    @Test
    void changedParametersAreNoticed() throws IOException {
        write(Sharing.SOFT, Standardization.Mode.NONE);
        byte[] bytes = Files.readAllBytes(folder.resolve("parameters.npy"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("parameters.npy"), bytes);
        MtlException e = assertThrows(MtlException.class, () -> ModelFolder.open(folder));
        assertEquals(MtlException.Kind.DATA, e.kind());
        assertTrue(e.getMessage().contains("parameters.npy: its SHA-256 is not the one that model.json records"));
    }

    @Test
    void anotherSplitOrTransformIsNoticed() throws IOException {
        write(Sharing.SOFT, Standardization.Mode.POOLED);
        for (String name : List.of("transform/scales.npy", "split.csv")) {
            Path file = folder.resolve(name);
            byte[] right = Files.readAllBytes(file);
            byte[] other = right.clone();
            other[other.length - 2] ^= 1;
            Files.write(file, other);
            MtlException e = assertThrows(MtlException.class, () -> ModelFolder.open(folder));
            assertEquals(file + ": its SHA-256 is not the one that model.json records", e.getMessage());
            Files.write(file, right);
        }
        ModelFolder.open(folder);
    }

    @Test
    void damagedModelsAreSaidWithTheirMember() throws IOException {
        write(Sharing.SOFT, Standardization.Mode.NONE);
        Path json = folder.resolve("model.json");
        String text = Files.readString(json);
        assertEquals(json + ": 'format': expected a number, found nothing", message(text.replace("\"format\"", "\"Format\"")));
        assertEquals(json + ": expected format 1, found 9: the model was written by another version of mtl",
                message(text.replace("\"format\": 1", "\"format\": 9")));
        assertEquals(json + ": unknown word 'hard'", message(text.replace("\"sharing\": \"soft\"", "\"sharing\": \"hard\"")));
        assertEquals(json + ": tasks[0]: 'penalty': expected a number, found nothing",
                message(text.replaceFirst("\"penalty\"", "\"p\"")));
        assertEquals(MtlException.Kind.MISSING,
                assertThrows(MtlException.class, () -> ModelFolder.open(folder.resolve("no"))).kind());
    }

    private String message(String json) throws IOException {
        Files.writeString(folder.resolve("model.json"), json);
        return assertThrows(MtlException.class, () -> ModelFolder.open(folder)).getMessage();
    }

    @Test
    void fingerprintOfAFolderDependsOnTheFilesThatDataIsReadFrom() throws IOException {
        Files.writeString(folder.resolve("x.npy"), "x");
        Files.writeString(folder.resolve("y.npy"), "y");
        String before = Fingerprint.of(folder);
        Files.writeString(folder.resolve("notes.txt"), "n");
        assertEquals(before, Fingerprint.of(folder));
        Files.writeString(folder.resolve("y.npy"), "z");
        assertTrue(!before.equals(Fingerprint.of(folder)));
    }
}
