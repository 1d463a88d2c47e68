package org.mtl.cli.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One folder of {@code test-data/cases}: a script and what it must write.
 *
 * <table>
 *   <caption>Files</caption>
 *   <tr><td>{@code cmd}</td><td>the script, in the grammar of {@link CaseScript}</td></tr>
 *   <tr><td>{@code expout}</td><td>standard output; absent: none</td></tr>
 *   <tr><td>{@code experr}</td><td>standard error; absent: none</td></tr>
 *   <tr><td>{@code expcode}</td><td>the exit code of the last pipeline; absent: 0</td></tr>
 *   <tr><td>{@code expfiles}</td><td>what stands in the working folder afterwards, one name a line, a folder with a
 *       slash; absent: nothing if the exit code is not 0, else anything</td></tr>
 *   <tr><td>{@code launcher}</td><td>a marker: run it through the real launcher too</td></tr>
 * </table>
 *
 * @param folder the case's folder
 * @param name its path below {@code cases}
 */
record GoldenCase(Path folder, String name) {

    /** All cases below a folder, in the order of their names. */
    static List<GoldenCase> below(Path cases) throws IOException {
        try (Stream<Path> files = Files.walk(cases)) {
            return files.filter(file -> file.getFileName().toString().equals("cmd")).map(Path::getParent).sorted()
                    .map(folder -> new GoldenCase(folder, cases.relativize(folder).toString())).toList();
        }
    }

    String script() throws IOException {
        return Files.readString(folder.resolve("cmd"));
    }

    boolean forLauncher() {
        return Files.exists(folder.resolve("launcher"));
    }

    private int expectedCode() throws IOException {
        String text = read("expcode").strip();
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private boolean checksFiles() throws IOException {
        return expectedCode() != 0 || Files.exists(folder.resolve("expfiles"));
    }

    private String read(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    /**
     * Compares what was found with what is expected.
     *
     * @param found the outcome, free of machine-dependent paths
     * @param files the names left in the working folder, one a line
     * @return lines to read; empty if all is as expected
     */
    List<String> differences(CaseShell.Outcome found, String files) throws IOException {
        List<String> result = new ArrayList<>();
        if (found.code() != expectedCode()) {
            result.add("exit code: expected " + expectedCode() + ", found " + found.code());
        }
        describe("standard output (expout)", LineDiff.of(read("expout"), found.out()), result);
        describe("standard error (experr)", LineDiff.of(read("experr"), found.err()), result);
        if (checksFiles()) {
            describe("files left (expfiles)", LineDiff.of(read("expfiles"), files), result);
        }
        return result;
    }

    private static void describe(String what, List<String> difference, List<String> result) {
        if (!difference.isEmpty()) {
            result.add(what + ": - expected, + found");
            result.addAll(difference);
        }
    }

    /**
     * Makes what was found the expectation. The exit code is a promise that people write down: it changes only where
     * {@code codes} says so.
     *
     * @return the names of the files that changed
     * @throws AssertionError if the exit code is another one and {@code codes} is false; nothing is written then
     */
    List<String> accept(CaseShell.Outcome found, String files, boolean codes) throws IOException {
        if (found.code() != expectedCode() && !codes) {
            throw new AssertionError(name + ": exit code: expected " + expectedCode() + ", found " + found.code()
                    + "; nothing accepted (mtl.cases.accept=codes would)\n" + found.err());
        }
        List<String> changed = new ArrayList<>();
        write("expcode", found.code() == 0 ? "" : found.code() + "\n", changed);
        write("expout", found.out(), changed);
        write("experr", found.err(), changed);
        if (checksFiles()) {
            write("expfiles", files, changed);
        }
        return changed;
    }

    /** An empty expectation has no file, except that an existing {@code expfiles} says that the check is wanted. */
    private void write(String file, String text, List<String> changed) throws IOException {
        Path path = folder.resolve(file);
        if (text.equals(read(file))) {
            return;
        }
        changed.add(file);
        if (text.isEmpty() && !file.equals("expfiles")) {
            Files.delete(path);
        } else {
            Files.writeString(path, text);
        }
    }
}
