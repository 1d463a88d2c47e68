package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mtl.cli.cases.CaseShell;

/** Runs commands that documentation shows, in a folder with the test data under the names that it uses. */
final class DocumentedRuns {

    private DocumentedRuns() {}

    /**
     * Runs a script in this process and cuts the folder's path out of its messages.
     *
     * @param env added to an environment that names a home and a cache beside the folder
     */
    static CaseShell.Outcome run(Path folder, String script, Map<String, String> env) throws IOException {
        Map<String, String> environment = new HashMap<>(env);
        environment.put("HOME", folder.resolveSibling("home").toString());
        environment.put("MTL_CACHE", folder.resolveSibling("cache").toString());
        environment.put("MTL_THREADS", "1");
        CaseShell.Outcome outcome = new CaseShell((args, in, out, err, variables, work) ->
                Mtl.run(args.toArray(String[]::new), in, out, err, variables, work), folder, environment).run(script);
        return new CaseShell.Outcome(outcome.out(), outcome.err().replace(folder + "/", ""), outcome.code());
    }

    /** Copies CSV files, NPY folders and files of other formats of the test data into a folder, under their own names. */
    static void copyData(Path testData, Path folder) throws IOException {
        for (String part : List.of("exam", "synthetic")) {
            try (Stream<Path> files = Files.list(testData.resolve(part))) {
                for (Path file : files.filter(f -> f.toString().matches(".*\\.csv(\\.gz)?|.*/npy-[^/]*")).toList()) {
                    copyNew(file, folder.resolve(file.getFileName().toString()));
                }
            }
        }
        try (Stream<Path> files = Files.list(testData.resolve("formats"))) {
            for (Path file : files.filter(f -> !f.toString().matches(".*(\\.md|\\.py|/reference)")).toList()) {
                copyNew(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    /**
     * Copies a file, or what a folder holds; what is there already stays as it is. A folder in it is taken as a whole: half of
     * one model and half of another are none.
     */
    static void copyNew(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            copyAll(from, to);
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                copyAll(entry, to.resolve(entry.getFileName()));
            }
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Deletes a file or a folder with all that is in it; one that is not there is deleted already. */
    static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
