package org.mtl.cli.cases;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The few file commands that golden cases may use beside {@code mtl}, in the forms whose output is the same here and
 * from any {@code /bin/sh} with coreutils under {@code LC_ALL=C}; other options are refused.
 */
final class CaseCommands {

    private final Path folder;

    CaseCommands(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs one command.
     *
     * @return its exit code
     * @throws IllegalArgumentException for a command or an option that is not known
     */
    int run(String name, List<String> args, InputStream in, OutputStream out, PrintStream err) throws IOException {
        return switch (name) {
            case "true" -> 0;
            case "false" -> 1;
            case "echo" -> print(out, String.join(" ", args) + "\n");
            case "printf" -> printf(args, out);
            case "test" -> test(args) ? 0 : 1;
            case "cat" -> cat(args, in, out, err);
            case "head", "tail" -> part(name, args, in, out);
            case "sort" -> sort(args, in, out);
            case "cut" -> cut(args, in, out);
            case "grep" -> grep(args, in, out);
            case "wc" -> wc(args, in, out);
            case "cmp" -> cmp(args);
            case "ls" -> ls(args, out);
            case "mkdir" -> mkdir(args);
            case "touch" -> touch(args);
            case "rm" -> rm(args);
            case "cp" -> cp(args);
            case "mv" -> mv(args);
            default -> throw new IllegalArgumentException("golden cases do not know the command '" + name + "'");
        };
    }

    private static int print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private static int printf(List<String> args, OutputStream out) throws IOException {
        out.write(CasePrintf.format(args.get(0), args.subList(1, args.size())));
        return 0;
    }

    private boolean test(List<String> args) throws IOException {
        if (args.get(0).equals("!")) {
            return !test(args.subList(1, args.size()));
        }
        if (args.size() != 2) {
            throw refused("test", args);
        }
        Path file = folder.resolve(args.get(1));
        return switch (args.get(0)) {
            case "-e" -> Files.exists(file);
            case "-f" -> Files.isRegularFile(file);
            case "-d" -> Files.isDirectory(file);
            case "-s" -> Files.exists(file) && Files.size(file) > 0;
            default -> throw refused("test", args);
        };
    }

    private int cat(List<String> args, InputStream in, OutputStream out, PrintStream err) throws IOException {
        int code = 0;
        for (String arg : args.isEmpty() ? List.of("-") : args) {
            if (arg.equals("-")) {
                in.transferTo(out);
            } else if (Files.exists(folder.resolve(arg))) {
                Files.copy(folder.resolve(arg), out);
            } else {
                err.println("cat: " + arg + ": No such file or directory");
                code = 1;
            }
        }
        return code;
    }

    /** {@code head -N}, {@code head -n N}, {@code head -c N}, {@code tail -n N}, {@code tail -n +N}, of one input. */
    private int part(String name, List<String> args, InputStream in, OutputStream out) throws IOException {
        boolean separate = List.of("-n", "-c").contains(args.get(0));
        String count = separate ? args.get(1) : args.get(0).substring(1);
        byte[] text = input(args.subList(separate ? 2 : 1, args.size()), in);
        if (args.get(0).equals("-c") && name.equals("head")) {
            out.write(text, 0, Math.min(text.length, Integer.parseInt(count)));
            return 0;
        }
        if (!args.get(0).matches("-n|-[0-9]+")) {
            throw refused(name, args);
        }
        List<String> lines = lines(text);
        int number = Integer.parseInt(count);
        List<String> kept;
        if (name.equals("head")) {
            kept = lines.subList(0, Math.min(number, lines.size()));
        } else if (count.startsWith("+")) {
            kept = lines.subList(Math.min(number - 1, lines.size()), lines.size());
        } else {
            kept = lines.subList(Math.max(0, lines.size() - number), lines.size());
        }
        return write(out, kept);
    }

    /** {@code sort} by bytes, and {@code sort -t, -kN,Ngr}: by a column's numbers, the largest first. */
    private int sort(List<String> args, InputStream in, OutputStream out) throws IOException {
        boolean byNumber = !args.isEmpty() && args.get(0).equals("-t,");
        if (byNumber ? !args.get(1).matches("-k([0-9]+),\\1gr") : args.stream().anyMatch(a -> a.startsWith("-"))) {
            throw refused("sort", args);
        }
        List<String> sorted = new ArrayList<>(lines(input(args.subList(byNumber ? 2 : 0, args.size()), in)));
        Comparator<String> order = CaseCommands::compareBytes;
        if (byNumber) {
            int field = Integer.parseInt(args.get(1).substring(args.get(1).indexOf(',') + 1).replace("gr", "")) - 1;
            order = Comparator.<String>comparingDouble(line -> -number(line.split(",", -1), field)).thenComparing(order);
        }
        sorted.sort(order);
        return write(out, sorted);
    }

    /** The number in a cell; text such as a header's counts as less than every number. */
    private static double number(String[] cells, int field) {
        try {
            return field < cells.length ? Double.parseDouble(cells[field]) : Double.NEGATIVE_INFINITY;
        } catch (NumberFormatException e) {
            return Double.NEGATIVE_INFINITY;
        }
    }

    /** {@code cut -d, -f N,N…}; fields come out in the order of the line, as with the real one. */
    private int cut(List<String> args, InputStream in, OutputStream out) throws IOException {
        if (args.size() < 2 || !args.get(0).equals("-d,") || !args.get(1).matches("-f[0-9,]+")) {
            throw refused("cut", args);
        }
        List<Integer> fields = Arrays.stream(args.get(1).substring(2).split(",")).map(Integer::valueOf).sorted()
                .toList();
        List<String> result = new ArrayList<>();
        for (String line : lines(input(args.subList(2, args.size()), in))) {
            String[] cells = line.split(",", -1);
            result.add(cells.length == 1 ? line : String.join(",",
                    fields.stream().filter(f -> f <= cells.length).map(f -> cells[f - 1]).toList()));
        }
        return write(out, result);
    }

    /** {@code grep -F TEXT [FILE]} and {@code grep -v -F TEXT [FILE]}: fixed text, never a pattern. */
    private int grep(List<String> args, InputStream in, OutputStream out) throws IOException {
        boolean inverse = args.get(0).equals("-v");
        int first = inverse ? 1 : 0;
        if (!args.get(first).equals("-F")) {
            throw refused("grep", args);
        }
        String wanted = args.get(first + 1);
        List<String> found = lines(input(args.subList(first + 2, args.size()), in)).stream()
                .filter(line -> line.contains(wanted) != inverse).toList();
        write(out, found);
        return found.isEmpty() ? 1 : 0;
    }

    /** {@code wc -l} of standard input; of a named file it would print the name in a padded column. */
    private int wc(List<String> args, InputStream in, OutputStream out) throws IOException {
        if (!args.equals(List.of("-l"))) {
            throw refused("wc", args);
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return print(out, text.chars().filter(c -> c == '\n').count() + "\n");
    }

    private int cmp(List<String> args) throws IOException {
        if (args.size() != 3 || !args.get(0).equals("-s")) {
            throw refused("cmp", args);
        }
        return Files.mismatch(folder.resolve(args.get(1)), folder.resolve(args.get(2))) == -1 ? 0 : 1;
    }

    /** {@code ls [-A] [FOLDER]}: one name a line, in byte order. */
    private int ls(List<String> args, OutputStream out) throws IOException {
        boolean hidden = args.contains("-A");
        List<String> folders = args.stream().filter(arg -> !arg.equals("-A")).toList();
        if (folders.size() > 1 || folders.stream().anyMatch(arg -> arg.startsWith("-"))) {
            throw refused("ls", args);
        }
        try (Stream<Path> files = Files.list(folders.isEmpty() ? folder : folder.resolve(folders.get(0)))) {
            return write(out, files.map(file -> file.getFileName().toString())
                    .filter(file -> hidden || !file.startsWith(".")).sorted(CaseCommands::compareBytes).toList());
        }
    }

    private int mkdir(List<String> args) throws IOException {
        for (String arg : args) {
            if (!arg.equals("-p")) {
                Files.createDirectories(folder.resolve(arg));
            }
        }
        return 0;
    }

    private int touch(List<String> args) throws IOException {
        for (String arg : args) {
            Files.write(folder.resolve(arg), new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return 0;
    }

    private int rm(List<String> args) throws IOException {
        for (String arg : args) {
            if (!arg.startsWith("-") && Files.exists(folder.resolve(arg))) {
                forEach(folder.resolve(arg), Comparator.reverseOrder(), Files::delete);
            }
        }
        return 0;
    }

    /** {@code cp FROM TO} and {@code cp -r FROM TO}, into {@code TO} where it is a folder. */
    private int cp(List<String> args) throws IOException {
        List<String> files = args.stream().filter(arg -> !arg.equals("-r")).toList();
        if (files.size() != 2) {
            throw refused("cp", args);
        }
        Path from = folder.resolve(files.get(0));
        Path to = into(from, files.get(1));
        forEach(from, Comparator.naturalOrder(), file -> Files.copy(file, to.resolve(from.relativize(file).toString()),
                StandardCopyOption.REPLACE_EXISTING));
        return 0;
    }

    private int mv(List<String> args) throws IOException {
        Path from = folder.resolve(args.get(0));
        Files.move(from, into(from, args.get(1)), StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    private Path into(Path from, String name) {
        Path to = folder.resolve(name);
        return Files.isDirectory(to) ? to.resolve(from.getFileName()) : to;
    }

    private interface FileAction {
        void on(Path file) throws IOException;
    }

    private static void forEach(Path root, Comparator<Path> order, FileAction action) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(order).toList()) {
                action.on(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private byte[] input(List<String> files, InputStream in) throws IOException {
        if (files.isEmpty()) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String file : files) {
            Files.copy(folder.resolve(file), all);
        }
        return all.toByteArray();
    }

    private static List<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    private static int write(OutputStream out, List<String> lines) throws IOException {
        return lines.isEmpty() ? 0 : print(out, String.join("\n", lines) + "\n");
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException refused(String name, List<String> args) {
        return new IllegalArgumentException("golden cases do not know " + name + " " + String.join(" ", args));
    }
}
