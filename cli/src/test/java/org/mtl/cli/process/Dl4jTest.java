package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine on DL4J, as a distribution has it in {@code engines}: {@code make test-dl4j}. */
@Tag("dl4j")
class Dl4jTest extends Dl4jRuns {

    @Test
    void modelsAreTheSameToBothEngines() throws Exception {
        String[] options = {"--model", "mlp", "--hidden", "6", "--head-hidden", "3", "--epochs", "3", "--patience", "none", "--dropout",
            "0.2", "--optimizer", "sgd", "-q"};
        assertEquals("", train(DATA, "cpu", options).out());
        String[] other = java.util.Arrays.copyOf(options, options.length + 2);
        other[options.length] = "--engine";
        other[options.length + 1] = "dl4j";
        assertEquals(new Launcher.Result(0, "", ""), train(DATA, "dl4j", other));
        assertArrayEquals(array("cpu/parameters.npy"), array("dl4j/parameters.npy"), 1e-6);
        assertEquals(Files.readString(launcher.file("cpu/parameters.csv")), Files.readString(launcher.file("dl4j/parameters.csv")));
        // One engine goes on where the other ended, and each is evaluated by what reads it.
        train(DATA, "on", "--model", "mlp", "--hidden", "6", "--head-hidden", "3", "--init", "cpu", "--epochs", "1", "--patience", "none",
                "--engine", "dl4j", "-q");
        assertTrue(mtl("evaluate", "dl4j", "-q").out().contains("dl4j,north,test,loss,"));
        assertTrue(Files.readString(launcher.file("dl4j/model.json")).contains("1.0.0-M2.1"));
    }

    @Test
    void sameBytesAtEveryNumberOfThreads() throws Exception {
        for (String threads : List.of("1", "2")) {
            train(DATA, "threads-" + threads, "--model", "mlp", "--epochs", "2", "--patience", "none", "--engine", "dl4j", "-q",
                    "--threads", threads);
        }
        assertEquals(-1, Files.mismatch(launcher.file("threads-1/parameters.npy"), launcher.file("threads-2/parameters.npy")));
    }

    @Test
    void networksOfImages() throws Exception {
        List<String> data = List.of(images().toString());
        train(data, "cnn", "--model", "cnn", "--filters", "4,6", "--loss", "task1=logistic,task2=squared", "--lr", "0.003",
                "--epochs", "30", "--patience", "none", "-q");
        assertTrue(mtl("evaluate", "cnn", "-q").out().contains("cnn,task1,test,accuracy,1\n"));
        assertTrue(mtl("inspect", "cnn").out().contains("engine,dl4j"));
        // The mean of a filter does not say where: this one has more to learn, and a few steps only show that it does.
        train(data, "resnet18", "--model", "resnet18", "--filters", "4,4,6,6", "--loss", "task1=logistic,task2=squared", "--lr",
                "0.003", "--epochs", "5", "--patience", "none", "-q");
        List<String> lines = Files.readAllLines(launcher.file("resnet18/history.csv")).stream()
                .filter(line -> line.contains(",train,task2,")).toList();
        assertTrue(loss(lines.get(4)) < loss(lines.get(0)), lines.toString());
        assertTrue(mtl("evaluate", "resnet18", "-q").out().contains("resnet18,task2,test,rmse,"));
        assertTrue(Files.readString(launcher.file("cnn/parameters.csv")).startsWith("block,task,shape,offset,size\n"
                + "conv.1,,19x4,0,76\nconv.2,,37x6,76,222\ntrunk.1,,25x128,298,3200\nhead.1,task1,129x1,"));
    }

    /** Three tasks of two classes, which quarter of an image is bright and how bright. */
    private Path stream() throws IOException {
        Path folder = Files.createDirectory(launcher.file("pictures"));
        int rows = 90;
        Random random = new Random(8);
        double[] x = new double[rows * 64];
        for (int i = 0; i < rows; i++) {
            for (int at = 0; at < 64; at++) {
                boolean bright = at / 32 * 2 + at % 8 / 4 == i % 3;
                x[i * 64 + at] = 0.1 * random.nextGaussian() + (bright ? i % 2 == 0 ? 1 : -1 : 0);
            }
        }
        write(folder.resolve("x.npy"), x, rows, 1, 8, 8);
        write(folder.resolve("y.npy"), IntStream.range(0, rows).mapToDouble(i -> i % 3 * 2 + i % 2).toArray(), rows);
        write(folder.resolve("task.npy"), IntStream.range(0, rows).mapToDouble(i -> i % 3).toArray(), rows);
        write(folder.resolve("split.npy"), IntStream.range(0, rows).mapToDouble(i -> i % 5 == 4 ? 2 : 0).toArray(), rows);
        Files.writeString(folder.resolve("tasks.csv"), "code,task\n0,a\n1,b\n2,c\n");
        return folder;
    }

    /** A network of images learns classes one task after another, in one run and in two, on one thread and on two. */
    @Test
    void streamsOfImages() throws Exception {
        List<String> data = List.of(stream().toString(), "--continual");
        String[] options = {"--model", "cnn", "--filters", "4", "--hidden", "8", "--memory-rows", "30", "--epochs", "5", "--lr", "0.1",
            "--batch", "12", "-q"};
        List<String> first = new java.util.ArrayList<>(List.of(options));
        train(data, "whole", first.toArray(String[]::new));
        first.addAll(List.of("--order", "a,b", "--threads", "2"));
        train(data, "before", first.toArray(String[]::new));
        train(data, "after", "--continue", "before", "--threads", "2", "-q");
        for (String file : List.of("parameters.npy", "continual/parameters.npy", "continual/memory.csv", "continual/accuracy.csv")) {
            assertEquals(-1, Files.mismatch(launcher.file("whole/" + file), launcher.file("after/" + file)), file);
        }
        String line = mtl("evaluate", "whole", "-q").out().lines().filter(text -> text.startsWith("whole,*,test,A_inf,"))
                .findFirst().orElseThrow();
        assertTrue(Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)) > 0.6, line);
        assertTrue(mtl("inspect", "whole").out().contains("engine,dl4j"));
        assertTrue(Files.readString(launcher.file("whole/model.json")).contains("1.0.0-M2.1"));
        Launcher.Result refused = launcher.run("train", data.get(0), "--continual", "--continue", "before", "--engine", "cpu", "-o", "x");
        assertEquals(2, refused.code());
        assertTrue(refused.err().startsWith("mtl: --engine: --continue trains as "), refused.err());
    }

    /** Products of gradients by the whole network are those by the dense layers, on what they take in; curvature is theirs. */
    @Test
    void influenceGoesThroughDenseLayers() throws Exception {
        train(List.of(images().toString()), "net", "--model", "cnn", "--filters", "4", "--hidden", "5", "--loss",
                "task1=logistic,task2=squared", "--epochs", "3", "--patience", "none", "-q");
        for (String blocks : List.of("heads", "trunk.1,heads")) {
            mtl("influence", "net", "--method", "grad-dot", "--blocks", blocks, "-q", "-o", "whole.npy");
            mtl("influence", "net", "--method", "luketina", "--blocks", blocks, "-q", "-o", "dense.npy");
            double[] whole = array("whole.npy");
            double largest = java.util.Arrays.stream(whole).map(Math::abs).max().orElseThrow();
            assertTrue(largest > 0);
            assertArrayEquals(whole, array("dense.npy"), 1e-5 * largest);
        }
        assertTrue(mtl("influence", "net", "--method", "ekfac", "--level", "self", "--blocks", "heads", "-q").out().startsWith("row,"));
        Launcher.Result refused = launcher.run("influence", "net", "--method", "ekfac", "--blocks", "shared");
        assertEquals(2, refused.code());
        assertTrue(refused.err().startsWith("mtl: net: a network of images; expected --blocks heads or dense layers"), refused.err());
    }

    private static double loss(String line) {
        return Double.parseDouble(line.split(",")[3]);
    }

    /** Embeddings take the place of the images: on them a linear model does as well. */
    @Test
    void embeddingsAreFeatures() throws Exception {
        Path images = images();
        train(List.of(images.toString()), "net", "--model", "cnn", "--filters", "4", "--hidden", "5", "--loss",
                "task1=logistic,task2=squared", "--lr", "0.003", "--epochs", "20", "--patience", "none", "-q");
        mtl("evaluate", "net", "-q", "--embeddings", "e.npy");
        assertEquals(60 * 5, array("e.npy").length);
        mtl("evaluate", "net", "-q", "--embeddings", "conv.npy", "--layer", "conv");
        assertEquals(60 * 4 * 16, array("conv.npy").length);
        Files.copy(launcher.file("e.npy"), images.resolve("x.npy"), StandardCopyOption.REPLACE_EXISTING);
        train(List.of(images.toString()), "linear", "--loss", "squared", "--sharing", "none", "-q");
        String line = mtl("evaluate", "linear", "-q").out().lines().filter(text -> text.startsWith("linear,task2,test,r2,"))
                .findFirst().orElseThrow();
        assertTrue(Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)) > 0.9, line);
    }

    /** The processor is the default of all commands that open a network of images. */
    @Test
    void deviceOfLaterCommands() throws Exception {
        train(List.of(images().toString()), "net", "--model", "cnn", "--filters", "4", "--hidden", "5", "--loss",
                "task1=logistic,task2=squared", "--epochs", "2", "--patience", "none", "-q");
        for (String[] command : new String[][] {
            {"evaluate", "net"}, {"influence", "net", "--method", "grad-dot"}, {"affinity", "net", "--method", "covariance", "--layer",
                "conv"}, {"diagnose", "net"}}) {
            List<String> arguments = new java.util.ArrayList<>(List.of(command));
            arguments.add("-q");
            String expected = mtl(arguments.toArray(String[]::new)).out();
            arguments.addAll(List.of("--device", "cpu"));
            assertEquals(expected, mtl(arguments.toArray(String[]::new)).out());
        }
        mtl("retrain", "net", "--without-task", "task2", "-q", "-o", "default");
        mtl("retrain", "net", "--without-task", "task2", "--device", "cpu", "-q", "-o", "other");
        assertEquals(-1, Files.mismatch(launcher.file("default/parameters.npy"), launcher.file("other/parameters.npy")));
    }

    /** The installed libraries are those for the processor; the driver here is a script. */
    @Test
    void aCardIsNotEnough() throws Exception {
        train(DATA, "net", "--model", "mlp", "--hidden", "4", "--epochs", "1", "--engine", "dl4j", "-q");
        mtl("influence", "net", "--method", "grad-dot", "-q", "-o", "scores.csv");
        Path bin = Files.createDirectory(root.resolve("bin"));
        Path smi = bin.resolve("nvidia-smi");
        launcher.set("PATH", bin + ":" + System.getenv("PATH"));
        for (String[] card : new String[][] {
            {"NVIDIA A100-SXM4-40GB, 8.0", "the engine dl4j that is installed computes on the processor; install mtl-dl4j made for"
                    + " CUDA (make dl4j CUDA=1)"},
            {"NVIDIA H100 80GB HBM3, 9.0", "the GPU library has code for compute capability 3.7 to 8.9, found NVIDIA H100 80GB HBM3 of"
                    + " compute capability 9.0; expected --device cpu, or a card of the Kepler K80 to Ada families"
                    + " (CUDA_VISIBLE_DEVICES chooses one)"}}) {
            Files.writeString(smi, "#!/bin/sh\necho '" + card[0] + "'\n");
            assertTrue(smi.toFile().setExecutable(true));
            for (String[] command : new String[][] {
                {"train", LONG.toString(), "--task", "task", "--target", "y", "-o", "gpu", "--model", "mlp"},
                {"evaluate", "net"}, {"evaluate", "net", "--check", "loto", "--scores", "gain.csv"}, {"influence", "net"},
                {"affinity", "net", "--method", "gradient-surrogate"}, {"select", "scores.csv", "--tune", "0,0.1", "--model", "net"},
                {"diagnose", "net"}, {"retrain", "net", "--without-task", "north", "-o", "gpu"}}) {
                List<String> arguments = new java.util.ArrayList<>(List.of(command));
                arguments.addAll(List.of("--device", "gpu"));
                Launcher.Result result = launcher.run(arguments.toArray(String[]::new));
                assertEquals(new Launcher.Result(69, "", "mtl: --device gpu: " + card[1] + "\n"), result, command[0]);
            }
        }
    }
}
