package org.mtl.cli;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.convert.Input;
import picocli.CommandLine.Option;

/** The files of {@code convert}: what they are called, and what their names say. */
final class ConvertInputs {

    /** The only task of a file that nobody named. */
    private static final String ONLY_TASK = "y";

    @Option(
            names = "--from",
            paramLabel = "idx|svmlight|arff|csv|tsv|npz|sentences|series|images",
            order = 1,
            description = "The format. Default: as the content or the name says; series with --window, sentences with"
                    + " --embedding, images of a folder.")
    private ConvertFormat from;

    @Option(
            names = "--encoding",
            paramLabel = "NAME|TASK=NAME,...",
            order = 2,
            description = "The encoding of text, such as ISO-8859-1, of all files or of some tasks' files. Default: UTF-8.")
    private String encoding;

    @Option(
            names = "--split-from-names",
            order = 3,
            description = "Take the split from a word in each file's name (train, val, valid, validation, dev, test, t10k).")
    private boolean splitFromNames;

    /** A file as the command line has it: a task before {@code =}, if there is one, and its name. */
    private record Word(Optional<String> task, String file) {}

    /** What a file's name says. */
    private record Name(String task, Optional<Split> split) {}

    /** The format that was asked for. */
    Optional<ConvertFormat> from() {
        return Optional.ofNullable(from);
    }

    /**
     * The files, in the encodings that were asked for and without tasks.
     *
     * @throws MtlException (USAGE) if standard input is named twice; (MISSING) if a file does not exist
     */
    List<Input> files(List<String> words, Optional<String> embedding, Context context, Scratch scratch) {
        Map<String, String> asked = new HashMap<>();
        List<Input> files = new ArrayList<>();
        for (String word : words) {
            asked.put("FILE " + (files.size() + 1), split(word, context).file());
            files.add(Input.of(Path.of(""), "", ""));
        }
        embedding.ifPresent(table -> asked.put("--embedding", table));
        context.requireOneStandardInput(asked);
        for (int i = 0; i < words.size(); i++) {
            String file = split(words.get(i), context).file();
            files.set(i, Input.of(path(file, context, scratch), context.displayName(file), ""));
        }
        return files;
    }

    /** A regular file as it is; a copy of what can be read only once. */
    static Path path(String file, Context context, Scratch scratch) {
        if (file.equals(Context.STANDARD_INPUT)) {
            return scratch.copy(file);
        }
        Path path = context.path(file);
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path) ? scratch.copy(file) : path;
    }

    private static Word split(String word, Context context) {
        int equals = word.lastIndexOf('=');
        return equals < 1 || Files.exists(context.path(word)) ? new Word(Optional.empty(), word)
                : new Word(Optional.of(word.substring(0, equals)), word.substring(equals + 1));
    }

    /**
     * Adds to each file its task, split and encoding.
     *
     * @throws MtlException (USAGE) if there are too many files, names do not say what they should, or an encoding is unknown
     */
    List<Input> named(List<Input> files, List<String> words, ConvertFormat format, Context context) {
        if (files.size() > 1 && !format.takesSeveral()) {
            throw MtlException.usage("expected one FILE of " + format + ", found " + files.size());
        }
        boolean explicit = words.stream().anyMatch(word -> split(word, context).task().isPresent());
        if (explicit && !format.isTaskPerFile() || splitFromNames && !format.takesSeveral()) {
            throw MtlException.usage((explicit ? "TASK=FILE" : "--split-from-names") + ": not for " + format);
        }
        // The files of a pair, images and labels, belong to one task and one split.
        int each = format == ConvertFormat.idx ? 2 : 1;
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            names.add(name(split(words.get(i - i % each), context)));
        }
        if (!explicit && names.stream().map(Name::task).distinct().count() == 1) {
            names.replaceAll(name -> new Name(ONLY_TASK, name.split()));
        }
        if (!explicit && format.isTaskPerFile()) {
            requireDifferent(names, each);
        }
        Map<String, Charset> charsets = charsets(names);
        List<Input> named = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Name name = names.get(i);
            Charset charset = charsets.getOrDefault(name.task(), charsets.get(""));
            named.add(new Input(files.get(i).path(), files.get(i).name(), name.task(), name.split(), charset));
        }
        return named;
    }

    private static void requireDifferent(List<Name> names, int each) {
        Set<Name> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i += each) {
            if (!seen.add(names.get(i))) {
                throw MtlException.usage("two files are named alike; expected TASK=FILE to tell their tasks, or"
                        + " --split-from-names");
            }
        }
    }

    private Name name(Word word) {
        String file = word.file().equals(Context.STANDARD_INPUT) ? "stdin" : Path.of(word.file()).getFileName().toString();
        String plain = file.endsWith(".gz") ? file.substring(0, file.length() - 3) : file;
        if (!splitFromNames) {
            return new Name(word.task().orElse(withoutEnding(plain)), Optional.empty());
        }
        List<String> parts = new ArrayList<>(Arrays.asList(plain.split("(?<=[._-])|(?=[._-])")));
        List<String> splits = parts.stream().filter(part -> splitWord(part).isPresent()).toList();
        if (splits.size() != 1) {
            throw MtlException.usage("--split-from-names: expected one of train, val, valid, validation, dev, test or t10k"
                    + " in the name of " + file + ", found " + (splits.isEmpty() ? "none" : String.join(", ", splits)));
        }
        Split split = splitWord(splits.get(0)).orElseThrow();
        int at = parts.indexOf(splits.get(0));
        // With the word goes the separator before it, or after it where it comes first.
        parts.subList(Math.max(0, at - 1), at == 0 ? Math.min(2, parts.size()) : at + 1).clear();
        String rest = String.join("", parts);
        return new Name(word.task().orElse(at == parts.size() + 1 ? rest : withoutEnding(rest)), Optional.of(split));
    }

    private static String withoutEnding(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 1 ? file : file.substring(0, dot);
    }

    private static Optional<Split> splitWord(String word) {
        return switch (word) {
            case "train" -> Optional.of(Split.TRAIN);
            case "val", "valid", "validation", "dev" -> Optional.of(Split.VALIDATION);
            case "test", "t10k" -> Optional.of(Split.TEST);
            default -> Optional.empty();
        };
    }

    /** Encodings by task; that of the empty name is for all others. */
    private Map<String, Charset> charsets(List<Name> names) {
        Map<String, Charset> charsets = new HashMap<>();
        charsets.put("", StandardCharsets.UTF_8);
        Map<String, String> asked = encoding == null ? Map.of() : Lists.parseValues("--encoding", encoding);
        Set<String> tasks = names.stream().map(Name::task).collect(Collectors.toSet());
        asked.forEach((task, name) -> {
            if (!task.isEmpty() && !tasks.contains(task)) {
                throw MtlException.usage("--encoding: no task '" + task + "'");
            }
            charsets.put(task, charset(name));
        });
        return charsets;
    }

    private static Charset charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            // Lines are told by the byte of LF.
            if (Arrays.equals("1\n".getBytes(charset), new byte[] {'1', '\n'})) {
                return charset;
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException | UnsupportedOperationException e) {
            throw MtlException.usage("--encoding: expected the name of an encoding such as ISO-8859-1, found '"
                    + name + "'");
        }
        throw MtlException.usage("--encoding: expected an encoding that agrees with ASCII, found '" + name + "'");
    }
}
