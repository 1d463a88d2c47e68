package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.CsvWriter;
import org.mtl.store.ModelData;
import org.mtl.store.ModelFolder;
import org.mtl.store.RecordedCommand;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line that a model records, as it can be run again: one that writes a model and nothing else, in the folder
 * where its relative names lead to its data.
 *
 * @param command its words, without an output
 * @param folder the folder to run it in
 * @param input what it reads as standard input
 */
record RecordedRun(List<String> command, Path folder, Optional<Path> input) {

    /** Inputs of retrain that name rows to leave out, which a model shows by what it was trained on. */
    private static final Set<String> ROWS = Set.of("--selection", "--without-rows");

    /**
     * Reads what a model records.
     *
     * @param data where its data lies now, if the user says so
     * @param scratch where what came through a pipe can be written anew
     * @throws MtlException (MISSING) if there is no model, or its data is nowhere; (DATA) if the data or the model that it
     *     began from has changed, what it records is no command that makes a model, or that read a pipe whose content is gone
     */
    static RecordedRun of(Path model, Optional<String> data, Scratch scratch, Context context) {
        RecordedCommand recorded = RecordedCommand.of(model);
        List<String> words = new ArrayList<>(recorded.words());
        ParseResult parsed = parse(model, words);
        Path folder = recorded.folder(context.folder());
        Optional<Path> input = Optional.empty();
        for (ArgSpec argument : parsed.matchedArgs()) {
            if (!argument.originalStringValues().contains(Context.STANDARD_INPUT)) {
                continue;
            }
            boolean isData = argument instanceof PositionalParamSpec && data.isEmpty();
            if (isData && Files.exists(ModelData.copyIn(model))) {
                input = Optional.of(ModelData.copyIn(model));
            } else if (argument instanceof OptionSpec option && ROWS.contains(option.longestName())) {
                replaceRows(words, option.longestName(), dropped(model, parsed, folder, scratch));
            } else if (!(argument instanceof PositionalParamSpec)) {
                throw gone(model, ((OptionSpec) argument).longestName());
            } else if (data.isEmpty()) {
                throw gone(model, argument.paramLabel());
            }
        }
        Path place = data.map(name -> FittedModel.readTwice(name, context)).orElseGet(() -> recorded.data(folder)).toAbsolutePath();
        recorded.requireUnchanged(place);
        for (String option : List.of("--init", "--from")) {
            if (parsed.hasMatchedOption(option) && Files.exists(model.resolve("parameters.npy"))) {
                InitialModel.requireUnchanged(ModelFolder.open(model), folder);
            }
        }
        boolean elsewhere = input.isEmpty() && recorded.copy().isEmpty()
                && !place.equals(folder.resolve(recorded.reference().path()).toAbsolutePath());
        if (data.isPresent() || elsewhere) {
            withData(words, parsed, place.toString());
        }
        return new RecordedRun(List.copyOf(words), folder, input);
    }

    /** The words to run: with an output, and no notes but where they are asked for. */
    List<String> words(Path output, boolean verbose) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-o", output.toString()));
        if (!verbose) {
            words.add("-q");
        }
        return words;
    }

    private static MtlException gone(Path model, String argument) {
        return MtlException.data(model + ": cannot be repeated: its " + argument + " came through a pipe and was not kept");
    }

    /** Only a command that writes a model is run, and no output but that model can be among its words. */
    private static ParseResult parse(Path model, List<String> words) {
        try {
            ParseResult parsed = Mtl.commandLine().parseArgs(words.toArray(String[]::new));
            ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
            boolean writesModel = command.commandSpec().findOption("--resume") != null
                    && command.commandSpec().findOption("--output") != null;
            boolean plain = command.matchedOptions().stream()
                    .noneMatch(option -> CommonOptions.NEUTRAL.contains(option.longestName()));
            if (writesModel && plain && !command.isUsageHelpRequested()) {
                return command;
            }
        } catch (ParameterException e) {
            String what = UsageMessages.of(e, words);
            throw MtlException.data(model + ": the command that it records is none of this version of mtl: " + what);
        }
        throw MtlException.data(model + ": what it records is no command that makes a model: "
                + ModelInspection.commandLine(words));
    }

    private static void replaceRows(List<String> words, String option, Path rows) {
        int at = words.indexOf(option);
        words.set(at, "--without-rows");
        words.set(at + 1, rows.toString());
    }

    private static void withData(List<String> words, ParseResult parsed, String data) {
        if (parsed.commandSpec().findOption("--data") == null) {
            int at = words.lastIndexOf(parsed.matchedPositionals().get(0).originalStringValues().get(0));
            words.set(at, data);
            return;
        }
        int at = words.indexOf("--data");
        if (at >= 0) {
            words.subList(at, at + 2).clear();
        }
        words.addAll(List.of("--data", data));
    }

    /** The training rows of the model's own model that it was not trained on. */
    private static Path dropped(Path model, ParseResult parsed, Path folder, Scratch scratch) {
        String parent = parsed.matchedPositionals().get(0).originalStringValues().get(0);
        if (parsed.hasMatchedOption("--grouping")) {
            throw gone(model, "--selection");
        }
        ModelFolder child = ModelFolder.open(model);
        Dataset before = ModelData.read(ModelFolder.open(folder.resolve(parent)), Optional.empty(), folder);
        Dataset after = ModelData.read(child, Optional.empty(), folder);
        Path file = scratch.folder().resolve("dropped.csv");
        try (CsvWriter csv = new CsvWriter(Files.newOutputStream(file))) {
            csv.record(List.of("row", "task"));
            for (TaskData task : before.tasks()) {
                int left = after.taskNames().indexOf(task.name());
                for (int i = 0; left >= 0 && i < task.size(Split.TRAIN); i++) {
                    int row = task.in(Split.TRAIN).row(i);
                    if (after.tasks().get(left).in(Split.TRAIN).find(row) < 0) {
                        csv.record(List.of(before.ids().name(row), task.name()));
                    }
                }
            }
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
        return file;
    }
}
