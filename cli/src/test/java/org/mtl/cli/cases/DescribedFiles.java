package org.mtl.cli.cases;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mtl.cli.manual.Manual;

/**
 * The files that the page {@code mtl-formats} describes: names such as {@code checkpoints/epoch-NNNN.npy} and headers such as
 * {@code row,task,TASK,...}, where words in capitals stand for others.
 *
 * <p>What mtl writes into a folder must have a name that is described, and a result with {@code FILE.meta.json} beside it a
 * header, or an ending, that is.
 */
final class DescribedFiles {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]+\\.(npy|csv|json|pb|png|svg)");

    private static final String META = ".meta.json";

    /** Names in capitals, such as {@code FILE.npy}, are those of results only; a folder's files have names of their own. */
    private final List<Pattern> results = new ArrayList<>();

    private final List<Pattern> names = new ArrayList<>();
    private final List<Pattern> headers = new ArrayList<>();

    DescribedFiles(Path page) {
        this(Manual.code(page));
    }

    DescribedFiles(Set<String> code) {
        for (String word : code) {
            if (NAME.matcher(word).matches()) {
                String own = word.replaceFirst("^DIR/", "");
                (own.matches("[A-Z]+\\..*") ? results : names).add(name(own));
            } else if (word.matches("[a-zA-Z_]+(,[a-zA-Z_0-9.]+)+")) {
                headers.add(header(word));
            }
        }
    }

    /** {@code NNNN} is a number, another word in capitals any name. */
    private static Pattern name(String word) {
        String pattern = Stream.of(word.split("(?<=[^A-Z])(?=[A-Z])|(?<=[A-Z])(?=[^A-Z])"))
                .map(part -> part.matches("N+") ? "[0-9]+" : part.matches("[A-Z]+") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining());
        return Pattern.compile("(.*/)?" + pattern);
    }

    private static Pattern header(String word) {
        return Pattern.compile(Stream.of(word.split(",")).map(part -> part.equals("...") ? "(,[^,]+)*"
                : part.matches("[A-Z]+") ? ",[^,]+" : "," + Pattern.quote(part)).collect(Collectors.joining()).substring(1));
    }

    /** Of the files below a folder that mtl wrote, those that are not described, with what is not. */
    List<String> missing(Path folder) throws IOException {
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString();
                boolean result = Files.exists(Path.of(file + META));
                if (result && name.endsWith(".csv")) {
                    if (!matches(headers, header(file))) {
                        missing.add(name + ": " + header(file));
                    }
                } else if (!isBeside(file) && (result || isOfFolder(folder, file)) && !matches(result ? results : names, name)) {
                    missing.add(name);
                }
            }
        }
        return missing;
    }

    /** Whether a file lies in a folder that mtl wrote, which has {@code run.json}. */
    private static boolean isOfFolder(Path top, Path file) {
        for (Path folder = file.getParent(); folder.startsWith(top) && !folder.equals(top); folder = folder.getParent()) {
            if (Files.exists(folder.resolve("run.json"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a file says what another one holds. */
    private static boolean isBeside(Path file) {
        return Stream.of(META, ".names.csv").anyMatch(ending -> file.toString().endsWith(ending)
                && Files.exists(Path.of(file.toString().substring(0, file.toString().length() - ending.length()))));
    }

    private static boolean matches(List<Pattern> described, String name) {
        return described.stream().anyMatch(each -> each.matcher(name).matches());
    }

    private static String header(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            return line == null ? "" : line;
        }
    }
}
