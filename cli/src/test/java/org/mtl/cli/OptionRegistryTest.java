package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/** One registry of options: a name means the same wherever it stands, and no command is without help. */
class OptionRegistryTest {

    /** Options whose value is of another kind in some commands, each with the words that it may be labelled with. */
    private static final Map<String, Set<String>> LABELS = Map.of(
            // A result or a folder: both are the one output of the command.
            "--output", Set.of("FILE", "DIR", "NAME.csv|DIR"),
            "--model", Set.of("linear|mlp|cnn|resnet18|text-cnn|text-lstm", "MODEL"),
            // Each command has its own methods.
            "--method", Set.of("METHOD", "METHOD,..."),
            "--from", Set.of("MODEL", "idx|svmlight|arff|csv|tsv|npz|sentences|series|images"));

    /**
     * Options whose value is a word in these commands and a name, or a list of words, in others. What trains asks with
     * {@code --model} for the kind of model that is to be made, by the word that the field uses for it; every other command
     * asks which model there is, a folder. What is converted is named by its format; what is fine-tuned by its model.
     */
    private static final Map<String, Set<String>> TYPED_DIFFERENTLY =
            Map.of("--model", Set.of("train", "affinity"), "--from", Set.of("convert"));

    /**
     * Options that commands describe in different words. Fractions of {@code --split} are drawn from rows that are alike and
     * cut from rows that follow each other in time, of which there are none but in {@code convert}; which writes columns,
     * so that its {@code --targets} makes no vectors of them.
     */
    private static final Set<String> DESCRIBED_DIFFERENTLY = Set.of("--output", "--model", "--method", "--split", "--targets", "--from");

    private record Use(String command, OptionSpec option) {}

    @Test
    void oneNameHasOneTypeAndOneArity() {
        assertSame(use -> type(use.option()) + " " + use.option().arity().originalValue(), TYPED_DIFFERENTLY.keySet());
        TYPED_DIFFERENTLY.forEach((name, words) -> uses(name).forEach(use -> assertEquals(
                words.contains(use.command()) ? "word" : "java.lang.String", type(use.option()), use.toString())));
    }

    /** All choices of words are of one type here; which words stands in the label. */
    private static String type(OptionSpec option) {
        return option.type().isEnum() ? "word" : option.type().getName();
    }

    @Test
    void aLabelListsTheWordsThatAreTaken() {
        assertAll(everyUse().filter(use -> use.option().type().isEnum()).map(use -> () -> assertEquals(
                Arrays.stream(use.option().type().getEnumConstants()).map(Object::toString).toList(),
                List.of(use.option().paramLabel().split("\\|")), use.toString())));
    }

    @Test
    void oneNameHasOneSense() {
        assertSame(use -> String.join("\n", use.option().description()), DESCRIBED_DIFFERENTLY);
        assertSame(use -> use.option().paramLabel(), LABELS.keySet());
        LABELS.forEach((name, labels) -> uses(name).forEach(use ->
                assertTrue(labels.contains(use.option().paramLabel()), use.command() + " " + name)));
    }

    /** A short name stands for one long name, everywhere. */
    @Test
    void oneNameStandsForOneOption() {
        assertSame(use -> use.option().longestName(), Set.of());
    }

    @Test
    void noValueIsOptional() {
        assertAll(everyUse().map(use -> () -> {
            var arity = use.option().arity();
            assertEquals(arity.min(), arity.max(), use.toString());
            assertFalse(arity.isVariable(), use.toString());
        }));
    }

    /** A word would otherwise be taken for another option that it begins. */
    @Test
    void noNameCanBeCutShort() {
        assertAll(Stream.concat(Stream.of(Mtl.commandLine()), commands().values().stream()).map(command -> () ->
                assertFalse(command.isAbbreviatedOptionsAllowed(), command.getCommandName())));
    }

    @Test
    void everyOptionIsDescribed() {
        assertAll(everyUse().map(use -> () -> {
            String text = String.join(" ", use.option().description());
            assertTrue(text.endsWith(".") && text.length() > 10, use + " says '" + text + "'");
        }));
    }

    @Test
    void everyCommandHasTwoExamplesOfItself() {
        assertAll(commands().entrySet().stream().map(command -> () -> {
            String[] footer = command.getValue().getCommandSpec().usageMessage().footer();
            long examples = Arrays.stream(footer)
                    .filter(line -> line.contains("mtl " + command.getKey() + " "))
                    .count();
            assertTrue(examples >= 2, command.getKey() + " has " + examples + " examples of itself");
        }));
    }

    /** A command that only leads to others has nothing to apply them to. */
    @Test
    void everyCommandHasTheCommonOptions() {
        assertAll(commands().entrySet().stream().filter(command -> command.getValue().getSubcommands().isEmpty())
                .map(command -> () ->
                assertTrue(command.getValue().getCommandSpec().optionsMap().keySet().containsAll(
                        Set.of("-h", "--help", "-v", "-q", "--progress", "--threads", "--stacktrace")), command.getKey())));
    }

    @Test
    void helpGoesToStandardOutput() {
        List<Executable> checks = new ArrayList<>();
        checks.add(() -> assertHelp("", "help"));
        checks.add(() -> assertHelp("", "--help"));
        for (String command : commands().keySet()) {
            String[] words = (command + " --help").split(" ");
            checks.add(() -> assertHelp(command, words));
            if (words.length == 2) {
                checks.add(() -> assertEquals(assertHelp(command, "help", command), assertHelp(command, words)));
            }
        }
        assertAll(checks);
    }

    private static String assertHelp(String command, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        int code = Mtl.run(words, InputStream.nullInputStream(), out, messages, Map.of(), Path.of(""));
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
        assertEquals(0, code);
        assertTrue(text.startsWith(("Usage: mtl " + command).strip()), text);
        return text;
    }

    private static void assertSame(Function<Use, String> sense, Set<String> except) {
        Map<String, Use> first = new TreeMap<>();
        List<Executable> checks = new ArrayList<>();
        everyUse().forEach(use -> {
            for (String name : use.option().names()) {
                Use other = first.putIfAbsent(name, use);
                if (other != null && !except.contains(use.option().longestName())) {
                    checks.add(() -> assertEquals(sense.apply(other), sense.apply(use),
                            name + " differs between " + other.command() + " and " + use.command()));
                }
            }
        });
        assertAll(checks);
    }

    private static Stream<Use> uses(String name) {
        return everyUse().filter(use -> List.of(use.option().names()).contains(name));
    }

    private static Stream<Use> everyUse() {
        return commands().entrySet().stream().flatMap(command -> command.getValue().getCommandSpec().options().stream()
                .map(option -> new Use(command.getKey(), option)));
    }

    /** All commands by their words, {@code synth corrupt} among them, but {@code help}, which picocli brings along. */
    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new TreeMap<>();
        collect("", Mtl.commandLine(), commands);
        assertTrue(commands.containsKey("train"));
        return commands;
    }

    private static void collect(String before, CommandLine parent, Map<String, CommandLine> commands) {
        parent.getSubcommands().forEach((name, command) -> {
            if (!(command.getCommand() instanceof HelpCommand)) {
                commands.put(before + name, command);
                collect(before + name + " ", command, commands);
            }
        });
    }
}
