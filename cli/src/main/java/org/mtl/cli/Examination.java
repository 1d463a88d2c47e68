package org.mtl.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mtl.MtlException;
import org.mtl.linalg.Blas;
import org.mtl.model.network.EngineFolder;

/** The checks of {@code mtl doctor}, each of which says what it found and none of which keeps the others from being made. */
final class Examination {

    private static final double GIB = 1 << 30;

    private final Context context;
    private final Scratch scratch;
    private final List<Finding> findings = new ArrayList<>();

    Examination(Context context, Scratch scratch) {
        this.context = context;
        this.scratch = scratch;
    }

    /** Makes all checks, from what everything needs to what little does. */
    List<Finding> findings() {
        Version version = Version.current();
        findings.add(Finding.ok("mtl", version.tool()));
        findings.add(Finding.ok("java", version.java()));
        check("files", InstalledFiles::finding);
        check("archive", InstalledFiles::archive);
        check("blas", this::blas);
        check("temporary", this::temporary);
        check("training", this::training);
        check("influence", this::influence);
        check("solver", this::solver);
        check("pictures", this::pictures);
        check("engine-dl4j", this::engine);
        check("memory", this::memory);
        check("names", this::names);
        return List.copyOf(findings);
    }

    private void check(String name, Callable<Finding> check) {
        try {
            findings.add(check.call());
        } catch (Exception | LinkageError e) {
            findings.add(Finding.failed(name, e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /** A product of two matrices against loops; the entries are whole, so that it is exact in any order. */
    private Finding blas() {
        int m = 17;
        int n = 13;
        int k = 29;
        double[] a = new double[m * k];
        double[] b = new double[k * n];
        for (int i = 0; i < a.length; i++) {
            a[i] = i % 11 - 5;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = i % 7 - 3;
        }
        double[] product = new double[m * n];
        Blas.multiply(m, n, k, 1, a, b, 0, product);
        for (int i = 0; i < m * n; i++) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
                sum += a[i / n * k + j] * b[j * n + i % n];
            }
            if (sum != product[i]) {
                return Finding.failed("blas", "a product is wrong: expected " + sum + ", found " + product[i] + "; "
                        + Blas.configuration());
            }
        }
        return Finding.ok("blas", Blas.configuration());
    }

    private Finding temporary() throws IOException {
        Path folder = scratch.folder();
        long free = Files.getFileStore(folder).getUsableSpace();
        String detail = folder.getParent() + ": " + gib(free) + " free";
        return free < GIB ? Finding.warning("temporary", detail + "; large data needs more: set TMPDIR")
                : Finding.ok("temporary", detail);
    }

    /** Tasks without noise that are all the same line: the model is right or wrong, whatever the machine. */
    private Finding training() throws IOException {
        StringBuilder csv = new StringBuilder("task,split,x,y\n");
        for (int i = 0; i < 24; i++) {
            csv.append(i % 2 == 0 ? "a," : "b,").append(i < 16 ? "train," : "val,").append(i).append(',').append(3 * i + 1)
                    .append('\n');
        }
        Files.writeString(scratch.folder().resolve("data.csv"), csv.toString());
        run("train", "data.csv", "--task", "task", "--target", "y", "--sharing", "pooled", "--lambda", "0", "--loss", "squared",
                "-q", "-o", "model");
        String loss = run("evaluate", "model", "--on", "val");
        double found = loss.lines().filter(line -> line.startsWith("model,*,val,loss,"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1))).findFirst().orElse(Double.NaN);
        return found < 1e-12 ? Finding.ok("training", "a line is learned")
                : Finding.failed("training", "a line is learned with a loss of " + found + ", expected 0");
    }

    private Finding influence() {
        long lines = run("influence", "model", "-q").lines().count();
        return lines == 17 ? Finding.ok("influence", "16 rows are scored")
                : Finding.failed("influence", "expected scores of 16 rows, found " + (lines - 1) + " lines");
    }

    private Finding solver() throws IOException {
        Files.writeString(scratch.folder().resolve("affinity.csv"),
                "source,a,b,c,d\na,0,9,-9,-9\nb,9,0,-9,-9\nc,-9,-9,0,9\nd,-9,-9,9,0\n");
        String groups = run("group", "affinity.csv", "--groups", "2", "-q").replace('\n', ' ').strip();
        return groups.equals("group,task 1,a 1,b 2,c 2,d")
                ? Finding.ok("solver", "OR-Tools " + Version.current().ortools() + " proves a grouping")
                : Finding.failed("solver", "a wrong grouping: " + groups);
    }

    /** Only plot draws, so that without pictures everything else works. */
    private Finding pictures() {
        try {
            run("plot", "affinity.csv", "-q", "-o", "affinity.png");
            return Finding.ok("pictures", "PNG and SVG");
        } catch (MtlException e) {
            return Finding.warning("pictures", e.getMessage());
        }
    }

    private Finding engine() {
        try {
            return Finding.ok("engine-dl4j", EngineFolder.dl4j().versions().toString().replaceAll("[{}]", ""));
        } catch (MtlException e) {
            boolean installed = !e.getMessage().contains("is not installed");
            return installed ? Finding.failed("engine-dl4j", e.getMessage()) : Finding.absent("engine-dl4j", e.getMessage());
        }
    }

    private Finding memory() {
        return Finding.ok("memory", "a heap of up to " + gib(Runtime.getRuntime().maxMemory()) + ", "
                + Runtime.getRuntime().availableProcessors() + " processors; MTL_JAVA_OPTS=-Xmx8g gives more");
    }

    private Finding names() {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        return encoding.equals("UTF-8") ? Finding.ok("names", "file names are UTF-8")
                : Finding.warning("names", "file names are read as " + encoding
                        + ", so that others than ASCII may not be found; set LC_ALL=C.UTF-8");
    }

    /** Runs a command in the temporary folder and returns what it wrote; fails with its message. */
    private String run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new InnerRun(context, new PrintStream(err, true, StandardCharsets.UTF_8), context.options().passedOn())
                .run(List.of(words), scratch.folder(), Optional.empty(), out);
        if (code != ExitCode.DONE) {
            throw MtlException.unavailable(err.toString(StandardCharsets.UTF_8).strip().replaceFirst("^mtl: ", ""), null);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}
