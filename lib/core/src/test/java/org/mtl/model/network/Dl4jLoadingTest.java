package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.linalg.Blas;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** Core's OpenBLAS and DL4J's, which have one name inside a process, in both orders, each in a process of its own. */
@Tag("dl4j")
class Dl4jLoadingTest {

    @TempDir
    private Path folder;

    private record Result(int code, String out, String err) {}

    private Result run(String order) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-Djava.io.tmpdir=" + temporary,
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"),
                "-D" + EngineFolder.PROPERTY + "=" + System.getProperty(EngineFolder.PROPERTY), Order.class.getName(), order)
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        if (order.equals("dl4j")) {
            builder.environment().put("LD_LIBRARY_PATH", linked().toString());
        }
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "no end");
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** DL4J's library under the name that it asks for, as JavaCPP makes it where it unpacks the jars itself. */
    private Path linked() throws IOException {
        Path links = Files.createDirectory(folder.resolve("links"));
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty(EngineFolder.PROPERTY), "dl4j", "natives"))) {
            Path library = files.filter(file -> file.endsWith("libopenblas.so.0")).findFirst().orElseThrow();
            Files.copy(library, links.resolve("libopenblas_nolapack.so.0"));
        }
        return links;
    }

    @Test
    void coreFirst() throws Exception {
        assertEquals(new Result(0, "", "OpenBLAS 0.3.30, threads kept\n"), run("core"));
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** Not silently on the old library: core says that it is not its own. */
    @Test
    void dl4jFirst() throws Exception {
        Result result = run("dl4j");
        assertEquals(69, result.code(), result.err());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("the OpenBLAS native library cannot be loaded on this platform (expected OpenBLAS 0.3.30, found"
                + " OpenBLAS 0.3.19 "), result.err());
    }

    /** The process: what it finds goes to standard error, so that standard output shows whether a library writes there. */
    static final class Order {

        private Order() {}

        public static void main(String[] arguments) throws Exception {
            try {
                if (arguments[0].equals("dl4j")) {
                    loadDl4jAlone();
                }
                double[] before = product();
                train();
                // The same bits after DL4J came: neither another library nor another number of threads.
                String threads = java.util.Arrays.equals(before, product()) ? "threads kept" : "other bits";
                System.err.println(Blas.configuration().substring(0, "OpenBLAS 0.3.30".length()) + ", " + threads);
            } catch (MtlException e) {
                System.err.println(e.getMessage());
                System.exit(69);
            }
            System.exit(0);
        }

        private static double[] product() {
            int n = 700;
            double[] a = new java.util.Random(1).doubles((long) n * n).toArray();
            double[] c = new double[n * n];
            Blas.multiply(n, n, n, 1, a, a, 0, c);
            return c;
        }

        private static void train() {
            Architecture architecture = new Architecture(3, List.of(4), List.of(), Activation.RELU, true, List.of(1));
            try (Workers workers = new Workers(2); NetworkEngine engine = EngineFolder.dl4j().engines(Device.CPU)
                    .create(architecture, List.of(new SquaredLoss(1)), Precision.FLOAT, workers)) {
                engine.gradient(new Batch(1, new double[3], List.of(new Batch.Labels(0, new int[] {0}, new double[1], 1))),
                        Dropout.NONE, false);
            }
        }

        /** As a program would that does not ask {@link EngineFolder}. */
        private static void loadDl4jAlone() throws Exception {
            String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
            System.setProperty("org.bytedeco.javacpp.cachedir", System.getProperty("java.io.tmpdir") + "/cache");
            Path engine = Path.of(System.getProperty(EngineFolder.PROPERTY), "dl4j");
            List<URL> urls = new ArrayList<>();
            try (Stream<Path> jars = Files.list(engine)) {
                for (Path jar : jars.toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
            ClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> nd4j = Class.forName("org.nd4j.linalg.factory.Nd4j", true, loader);
            nd4j.getMethod("rand", int[].class).invoke(null, new int[] {4, 4});
            System.setProperty("org.bytedeco.javacpp.cachedir", cache);
        }
    }
}
