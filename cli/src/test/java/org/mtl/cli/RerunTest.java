package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model's command is repeated; what somebody wrote into a model instead of a command is not. */
class RerunTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void train() {
        InProcess.done(folder, "synth", "duan-wang", "--tasks", "3", "--rows", "30", "--dimension", "4", "--delta", "0.5",
                "--alpha", "0", "-q", "-o", "data.csv");
        InProcess.done(folder, "train", "data.csv", "--task", "task", "--target", "y", "--lambda", "1", "-q", "-o", "model");
    }

    @Test
    void fromAnotherFolderTheRecordedOneIsFound() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        InProcess.done(elsewhere, "rerun", "../model");
        assertEquals(List.of(), names(elsewhere));
    }

    /** The data of the working folder counts where it is the recorded one, and is no hindrance where it is not. */
    @Test
    void otherDataOfTheSameNameIsNotTaken() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("data.csv"), "task,x,y\n1,1,1\n");
        InProcess.done(elsewhere, "rerun", "../model");
    }

    @Test
    void anotherVersionIsTold() throws IOException {
        edit("\"mtl\": \"", "\"mtl\": \"0.0.");
        InProcess run = InProcess.done(folder, "rerun", "model", "-q");
        assertTrue(run.err().startsWith("mtl: warning: mtl was 0.0."), run.err());
    }

    @Test
    void onlyCommandsThatMakeModelsAreRun() throws IOException {
        String what = "mtl: model: what it records is no command that makes a model: mtl ";
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        for (String[] command : new String[][] {
            {"inspect", "data.csv"}, {"influence", "model"}, {"rerun", "model"}, {"help", "train"}, {"train", "data.csv", "--help"},
            {"train", "data.csv", "--task", "task", "--target", "y", "--force"},
            {"train", "data.csv", "--task", "task", "--target", "y", "-o", "victim"},
            {"affinity", "data.csv", "--method", "covariance", "-o", "victim"}, {"inspect", "data.csv", "-o", "victim"}}) {
            record(command);
            InProcess.run(folder, "rerun", "model").assertFailed(65, what + String.join(" ", command));
            assertEquals("precious", Files.readString(victim));
        }
    }

    @Test
    void wordsThatAreNoCommandAreBadData() throws IOException {
        record("sh", "-c", "rm -rf .");
        InProcess.run(folder, "rerun", "model").assertFailed(65,
                "mtl: model: the command that it records is none of this version of mtl: unknown command 'sh'");
    }

    private void record(String... words) throws IOException {
        Path file = folder.resolve("model/model.json");
        String json = Files.readString(file);
        String command = "\"command\": [\"" + String.join("\", \"", words) + "\"],";
        Files.writeString(file, json.replaceFirst("\"command\": \\[.*\\],", command));
    }

    private void edit(String from, String to) throws IOException {
        Path file = folder.resolve("model/model.json");
        String json = Files.readString(file);
        assertTrue(json.contains(from), json);
        Files.writeString(file, json.replace(from, to));
    }
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
