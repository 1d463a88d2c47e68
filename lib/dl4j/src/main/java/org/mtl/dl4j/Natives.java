package org.mtl.dl4j;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.mtl.MtlException;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Loads ND4J's libraries once. JavaCPP and ND4J are told where from by properties of the whole process, which core's JavaCPP
 * reads as well: they are set while ND4J starts and put back then. So are the standard streams.
 */
final class Natives {

    private static final Throwable FAILURE = load();

    private Natives() {}

    private static Throwable load() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Map<String, String> properties = new HashMap<>();
        Path links = null;
        PrintStream out = System.out;
        PrintStream err = System.err;
        try {
            // ND4J prints the stack trace of what keeps it from starting, of which we say one line.
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
            links = Files.createTempDirectory("mtl-dl4j");
            // Core's launcher lets JavaCPP look in core's folder of natives first.
            set("org.bytedeco.javacpp.pathsFirst", "false", properties);
            set("org.bytedeco.javacpp.cachedir", links.toString(), properties);
            set("org.nd4j.log.initialization", "false", properties);
            set("org.slf4j.simpleLogger.defaultLogLevel", "off", properties);
            thread.setContextClassLoader(Natives.class.getClassLoader());
            Loader.getCacheDir();
            ND4JClassLoading.setNd4jClassloaderFromClass(Natives.class);
            if (isForCuda()) {
                // First, since ND4J keeps to itself which library is missing.
                Class.forName("org.bytedeco.cuda.global.cudart");
            }
            Nd4j.getBackend();
            return null;
        } catch (Exception | LinkageError e) {
            return e;
        } finally {
            System.setOut(out);
            System.setErr(err);
            thread.setContextClassLoader(before);
            properties.forEach(Natives::restore);
            delete(links);
        }
    }

    private static void set(String property, String value, Map<String, String> before) {
        before.put(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    private static void restore(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    /** What is loaded stays so; only links were written there. */
    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    /**
     * Makes sure that ND4J is there.
     *
     * @throws MtlException (UNAVAILABLE) if its libraries cannot be loaded
     */
    static void require() {
        if (FAILURE != null) {
            Throwable root = FAILURE;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw MtlException.unavailable("the libraries of the engine dl4j cannot be loaded (" + root.getMessage() + "); install "
                    + (isForCuda() ? "NVIDIA's driver and CUDA 11.6, or mtl-dl4j for the processor"
                            : "mtl-dl4j for this operating system and processor"), FAILURE);
        }
    }

    /** Whether the engine was built for graphics cards, known without loading a library. */
    private static boolean isForCuda() {
        return Natives.class.getResource("/org/bytedeco/cuda/global/cudart.class") != null;
    }

    /** Whether ND4J computes on a graphics card. */
    static boolean isCuda() {
        return Nd4j.getBackend().getClass().getSimpleName().contains("Cublas");
    }

    /** Sets the threads of ND4J's own loops; products stay on one, since their last bits change with its number. */
    static void setThreads(int threads) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        Nd4j.factory().blas().setMaxThreads(1);
    }
}
