package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mtl.io.NpyReader;

/** Fine-tuning on the engine on DL4J: {@code make test-dl4j}. */
@Tag("dl4j")
class Dl4jFineTuningTest extends Dl4jRuns {

    /** Beside the half that is brighter, a number and a class that an image does not say all of. */
    private Path noisyImages() throws IOException {
        Path folder = images();
        Random random = new Random(8);
        double[] y = new double[60 * 3];
        try (NpyReader in = NpyReader.open(folder.resolve("y.npy"))) {
            double[] clear = new double[60 * 2];
            in.read(0, clear.length, clear, 0);
            for (int i = 0; i < 60; i++) {
                y[3 * i] = clear[2 * i];
                y[3 * i + 1] = clear[2 * i] + random.nextGaussian();
                y[3 * i + 2] = random.nextInt(10) < 7 ? clear[2 * i] : 1 - clear[2 * i];
            }
        }
        write(folder.resolve("y.npy"), y, 60, 3);
        return folder;
    }

    /** A trained trunk that stays as it is under a new head is a linear model on what the trunk makes of images. */
    @Test
    void frozenTrunkIsALinearModelOnItsEmbeddings() throws Exception {
        Path images = noisyImages();
        List<String> data = List.of(images.toString());
        train(data, "net", "--only-tasks", "task1", "--model", "cnn", "--filters", "4", "--hidden", "3", "--activation", "tanh", "--lr",
                "0.003", "--epochs", "10", "--patience", "none", "-q");
        for (String task : List.of("task2", "task3")) {
            train(data, task, "--from", "net", "--new-task", task, "--freeze", "--optimizer", "lbfgs", "--weight-decay", "0", "-q");
        }
        mtl("evaluate", "net", "-q", "--embeddings", "e.npy");
        Files.copy(launcher.file("e.npy"), images.resolve("x.npy"), StandardCopyOption.REPLACE_EXISTING);
        train(data, "linear", "--only-tasks", "task2,task3", "--sharing", "none", "--lambda", "0", "-q");
        double[] before = array("net/parameters.npy");
        int shared = before.length - 4;
        List<double[]> heads = new ArrayList<>();
        for (String task : List.of("task2", "task3")) {
            double[] after = array(task + "/parameters.npy");
            assertArrayEquals(Arrays.copyOf(before, shared), Arrays.copyOf(after, shared));
            heads.add(Arrays.copyOfRange(after, shared, after.length));
        }
        double[] linear = array("linear/parameters.npy");
        for (int k = 0; k < 2; k++) {
            double[] own = Arrays.copyOfRange(linear, 4 * k, 4 * k + 4);
            double largest = Arrays.stream(own).map(Math::abs).max().orElseThrow();
            assertArrayEquals(own, heads.get(k), 1e-4 * largest);
        }
    }

    /** The whole network is trained from where it was; one of the residual kind takes a new head as well. */
    @Test
    void fineTuningOfImages() throws Exception {
        List<String> data = List.of(noisyImages().toString());
        train(data, "net", "--only-tasks", "task1", "--model", "resnet18", "--filters", "2,2,3,3", "--epochs", "2", "--patience",
                "none", "-q");
        train(data, "head", "--from", "net", "--new-task", "task2", "--freeze", "--epochs", "2", "--patience", "none", "--checkpoints", "1",
                "-q");
        train(data, "all", "--from", "net", "--new-task", "task2", "--epochs", "2", "--patience", "none", "-q");
        double[] before = array("net/parameters.npy");
        double[] head = array("head/parameters.npy");
        double[] all = array("all/parameters.npy");
        int shared = before.length - 4;
        int moved = 0;
        for (int i = 0; i < shared; i++) {
            assertEquals(before[i], head[i]);
            // Two steps of Adam move no weight further than a few learning rates.
            assertEquals(before[i], all[i], 2e-3);
            moved += before[i] == all[i] ? 0 : 1;
        }
        // Of so few filters some see no row that moves them.
        assertTrue(moved > shared / 4, moved + " of " + shared);
        assertArrayEquals(head, array("head/checkpoints/epoch-0002.npy"));
        assertTrue(mtl("rerun", "head", "-q").out().contains("parameters"), "rerun");
        Launcher.Result refused = launcher.run("train", data.get(0), "--from", "net", "--new-task", "task2", "--align", "joint", "-o", "no");
        assertEquals(2, refused.code());
        assertTrue(refused.err().startsWith("mtl: --align: "), refused.err());
        // The same steps as those of a network of its head alone, on what its filters make of images.
        mtl("evaluate", "net", "-q", "--embeddings", "conv.npy", "--layer", "conv");
        Files.copy(launcher.file("conv.npy"), Path.of(data.get(0)).resolve("x.npy"), StandardCopyOption.REPLACE_EXISTING);
        train(data, "dense", "--only-tasks", "task2", "--model", "mlp", "--hidden", "none", "--epochs", "2", "--patience", "none", "-q");
        assertArrayEquals(Arrays.copyOfRange(head, shared, head.length), array("dense/parameters.npy"), 1e-6);
    }

    /** Of dense layers, both engines fine-tune alike. */
    @Test
    void fineTuningIsTheSameToBothEngines() throws Exception {
        train(DATA, "net", "--only-tasks", "north,west", "--model", "mlp", "--hidden", "6", "--epochs", "2", "-q");
        List<String> data = DATA.subList(0, DATA.size() - 2);
        for (String engine : List.of("cpu", "dl4j")) {
            String[] options = {"--from", "net", "--new-task", "east", "--engine", engine, "--epochs", "3", "--patience", "none",
                "--optimizer", "sgd", "-q", "--freeze"};
            train(data, engine + "-head", options);
            train(data, engine, Arrays.copyOf(options, options.length - 1));
        }
        for (String what : List.of("-head", "")) {
            assertArrayEquals(array("cpu" + what + "/parameters.npy"), array("dl4j" + what + "/parameters.npy"), 1e-6);
        }
    }
}
