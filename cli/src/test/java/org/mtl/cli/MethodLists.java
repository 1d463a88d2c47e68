package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.MtlException;

/**
 * The words for methods that the commands take: those of choices by the command model, the others by the message that each command
 * gives where none of them is given.
 */
final class MethodLists {

    /** Commands and options that choose a method, with what the command needs besides. */
    private static final Map<String, String> ASKED = Map.ofEntries(
            Map.entry("train --weighting", "--model mlp"), Map.entry("train --combine", "--model mlp"),
            Map.entry("train --optimizer", "--model mlp"), Map.entry("train --schedule", "--model mlp"),
            Map.entry("train --sampling", "--model mlp"), Map.entry("train --normalize-gradients", "--model mlp"),
            Map.entry("train --update", "--model mlp"), Map.entry("train --learner", ""), Map.entry("train --loss", ""),
            Map.entry("train --rehearsal", "--continual"), Map.entry("train --setting", "--continual"),
            Map.entry("affinity --method", ""), Map.entry("select --aggregate", "--drop 1"));

    /** Options whose type is a choice of words. */
    private static final List<String> CHOICES = List.of("train --sharing", "train --model", "train --standardize", "train --align",
            "train --drop-by", "train --word-vectors", "influence --level", "influence --fisher", "influence --coupling", "influence --projection-kind",
            "influence --trak-weights", "group --objective", "group --solver", "evaluate --check");

    private static final Pattern EXPECTED = Pattern.compile("expected (.*), found '\\?'");

    private static final Set<String> FILLING = Set.of("or", "and", "some", "of", "one", "networks");

    private static final Map<String, Set<String>> ACCEPTED = collect();

    private MethodLists() {}

    /** For each command and option, such as {@code train --combine}, the words that it takes. */
    static Map<String, Set<String>> accepted() {
        return ACCEPTED;
    }

    private static Map<String, Set<String>> collect() {
        Map<String, Set<String>> accepted = new TreeMap<>();
        ASKED.forEach((option, more) -> accepted.put(option, asked(option, more)));
        for (String choice : CHOICES) {
            String[] words = choice.split(" ");
            accepted.put(choice, words(Mtl.commandLine().getSubcommands().get(words[0]).getCommandSpec().findOption(words[1]).type()));
        }
        Set<String> curvatures = new TreeSet<>(MethodWords.OF_NETWORKS);
        curvatures.add(MethodWords.EXACT);
        accepted.put("influence --method", curvatures);
        accepted.put("influence --correction", expected(assertThrows(MtlException.class, () -> Correction.parse("?")).getMessage()));
        // Words beside which a number or a file may stand have no message of their own that lists them.
        accepted.put("train --task-weight", Set.of("equal", "rows"));
        accepted.put("train --init", Set.of("he", "glorot"));
        accepted.put("synth", new TreeSet<>(Mtl.commandLine().getSubcommands().get("synth").getSubcommands().keySet()));
        return accepted;
    }

    private static Set<String> words(Class<?> choice) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(choice.getEnumConstants()).forEach(word -> words.add(word.toString()));
        return words;
    }

    /** What a command says that it expected where it found a question mark. */
    private static Set<String> asked(String option, String more) {
        try {
            Path folder = Files.createTempDirectory("mtl-words");
            Path table = Files.writeString(folder.resolve("data.csv"), "row,task,y\n0,a,1\n1,a,0\n2,a,1\n");
            String[] words = option.split(" ");
            String columns = words[0].equals("select") ? "" : " --task task --target y --features row";
            String line = words[0] + " " + table + columns + " " + words[1] + " ? " + more + (words[0].equals("train") ? " -o m" : "");
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
            Mtl.run(line.strip().split(" +"), InputStream.nullInputStream(), new ByteArrayOutputStream(), messages, Map.of(), folder);
            Files.delete(table);
            Files.delete(folder);
            return expected(err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that a message lists. */
    private static Set<String> expected(String message) {
        Matcher expected = EXPECTED.matcher(message);
        assertTrue(expected.find(), message);
        Set<String> words = new TreeSet<>();
        // What a word is followed by, as in scalar=TASK=V,..., is no word.
        for (String word : expected.group(1).replaceAll("scalar=\\S+", "scalar=").split("[, ]+")) {
            if (!FILLING.contains(word) && !word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
