package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.training.TaskWeights;

/** What a model records of weights from a file, for names of every kind. */
class TaskWeightWordsTest {

    @TempDir
    private Path folder;

    @Test
    void aFileIsRecordedAsAListThatReadsBack() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "task,y,x\n\"a,b\",1,2\n\"a,b\",2,5\n\"q\"\"=1\",3,4\nc,1,2\n");
        Files.writeString(folder.resolve("w.csv"), "task,weight\nc,0.1\n\"q\"\"=1\",1e-7\n\"a,b\",3\n");
        InProcess.done(folder, "train", "data.csv", "--task", "task", "--target", "y", "--loss", "squared", "--lambda", "1",
                "--task-weight", "w.csv", "-o", "model");
        String text = InProcess.done(folder, "inspect", "model").text();
        String recorded = "c=0.1,\"q\"\"=1=1e-7\",\"a,b=3\"";
        Map<String, Double> weights = Map.of("c", 0.1, "q\"=1", 1e-7, "a,b", 3.0);
        TaskWeights parsed = TaskWeightWords.parse(recorded);
        assertEquals(new TaskWeights.Given("--task-weight", weights), parsed);
        assertTrue(text.contains("task_weight,\"" + recorded.replace("\"", "\"\"") + "\""), text);
    }

    @Test
    void someTasksKeepTheirWeights() {
        assertEquals("\"a,b=3\",d=4", TaskWeightWords.only("c=0.1,\"a,b=3\",d=4", List.of("d", "a,b")));
        assertEquals("rows", TaskWeightWords.only("rows", List.of("d")));
    }
}
