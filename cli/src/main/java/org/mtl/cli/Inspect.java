package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.data.NpySummary;
import org.mtl.data.Summary;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.Inputs;
import org.mtl.io.Json;
import org.mtl.store.GroupsFolder;
import org.mtl.store.ModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl inspect FILE|MODEL}. */
@Command(
        name = "inspect",
        description = {
            "Says what a file, a data folder or a model holds.",
            "Of a CSV file, one line per column: column,kind,missing,distinct,min,max,mean,sd."
                + " Of NPY files, one line per file: file,dtype,shape,missing,min,max,mean,sd."
                + " Of a model, key,value. What FILE.meta.json says of FILE goes to standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl inspect exam.csv",
            "  mtl inspect model --list-tasks -o tasks.csv"
        })
final class Inspect extends Subcommand {

    private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String NPY_ENDING = ".npy";

    @Parameters(
            paramLabel = "FILE|MODEL",
            description = "A CSV file (.gz too), - for CSV on standard input, an NPY file, a folder of NPY files, or a model.")
    private String input;

    @Option(
            names = "--list-tasks",
            order = 20,
            description = "Of a model, one line per task: task,loss,train,val,test,weight,penalty; of a folder of groups,"
                    + " with the column group before them.")
    private boolean listTasks;

    @Mixin
    private ResultOptions results;

    Inspect(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        Path path = context().path(input);
        if (!input.equals(Context.STANDARD_INPUT) && !Files.exists(path)) {
            throw MtlException.missing(path + ": no such file or folder");
        }
        if (input.equals(Context.STANDARD_INPUT) || !Files.isDirectory(path)) {
            inspectFile(path);
        } else if (GroupsFolder.isAt(path)) {
            GroupsFolder groups = GroupsFolder.open(path);
            write(listTasks ? csv -> GroupsInspection.writeTasks(groups, csv) : csv -> GroupsInspection.write(groups, csv));
        } else if (Files.exists(path.resolve("model.json"))) {
            ModelFolder model = ModelFolder.open(path);
            write(listTasks ? csv -> ModelInspection.writeTasks(model, csv) : csv -> ModelInspection.write(model, csv));
        } else {
            inspectFolder(path);
        }
        return ExitCode.DONE;
    }

    private interface Body {
        void write(CsvWriter csv) throws IOException;
    }

    private void write(Body body) throws Exception {
        results.write(context(), "inspection", Map.of(), recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            body.write(csv);
            csv.flush();
        });
    }

    private void requireModelForTasks() {
        if (listTasks) {
            throw MtlException.usage("--list-tasks: " + input + " is no model");
        }
    }

    private void inspectFile(Path path) throws Exception {
        requireModelForTasks();
        String name = context().displayName(input);
        // A pipe can be read once only, so its first bytes are looked at and put back.
        try (PushbackInputStream in = new PushbackInputStream(context().open(input), NPY_MAGIC.length)) {
            byte[] start = start(in, name);
            if (start.length > 0 && start[0] == '{') {
                throw MtlException.data(name + ": expected CSV, NPY or a folder, found what looks like JSON");
            }
            if (!Arrays.equals(start, NPY_MAGIC)) {
                inspectCsv(in, name);
            } else if (input.equals(Context.STANDARD_INPUT)) {
                throw MtlException.data(name + ": expected CSV, found NPY, which is read from a file");
            } else {
                writeArrays(List.of(new Array(input, NpySummary.read(path))));
            }
        }
        noteMeta();
    }

    private static byte[] start(PushbackInputStream in, String name) {
        try {
            byte[] start = in.readNBytes(NPY_MAGIC.length);
            in.unread(start);
            return start;
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    private void inspectCsv(InputStream in, String name) throws Exception {
        Summary summary;
        try (CsvReader csv = CsvReader.open(in, name)) {
            summary = Summary.read(csv);
        }
        write(csv -> {
            csv.record(List.of("column", "kind", "missing", "distinct", "min", "max", "mean", "sd"));
            for (Summary.Column column : summary.columns()) {
                csv.field(column.name()).field(column.kind().label()).field(column.missing());
                csv.field((column.distinctCapped() ? ">" : "") + column.distinct());
                writeNumbers(column.numbers(), csv);
            }
        });
        for (Summary.Column column : summary.columns()) {
            warnOfNonFinite("column '" + column.name() + "'", column.numbers());
        }
        context().note(name + ": " + summary.rows() + " rows, " + summary.columns().size() + " columns");
    }

    private static void writeNumbers(Optional<Summary.NumberSummary> numbers, CsvWriter csv) throws IOException {
        if (numbers.isPresent()) {
            Summary.NumberSummary found = numbers.get();
            csv.field(found.min()).field(found.max()).field(found.mean()).field(found.deviation()).end();
        } else {
            csv.field("").field("").field("").field("").end();
        }
    }

    private void warnOfNonFinite(String what, Optional<Summary.NumberSummary> numbers) {
        numbers.filter(found -> found.nonFinite() > 0).ifPresent(found -> context().warn(
                what + ": " + found.nonFinite() + " values are NaN or infinite and left out of min to sd"));
    }

    private void inspectFolder(Path path) throws Exception {
        requireModelForTasks();
        List<Path> files;
        try (Stream<Path> entries = Files.list(path)) {
            files = entries.filter(file -> file.getFileName().toString().endsWith(NPY_ENDING)).sorted().toList();
        }
        if (files.isEmpty()) {
            throw MtlException.data(path + ": expected a model, with model.json, or a folder of .npy files, found neither");
        }
        writeArrays(files.stream()
                .map(file -> new Array(file.getFileName().toString(), NpySummary.read(file)))
                .toList());
        context().note(path + ": " + files.size() + " NPY files");
    }

    private record Array(String name, NpySummary summary) {}

    private void writeArrays(List<Array> arrays) throws Exception {
        write(csv -> {
            csv.record(List.of("file", "dtype", "shape", "missing", "min", "max", "mean", "sd"));
            for (Array array : arrays) {
                NpySummary found = array.summary();
                String shape = Arrays.stream(found.shape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
                csv.field(array.name()).field(found.type().label()).field(shape).field(found.missing());
                writeNumbers(found.numbers(), csv);
            }
        });
        arrays.forEach(array -> warnOfNonFinite(array.name(), array.summary().numbers()));
    }

    /** Says what stands beside a result about it. */
    private void noteMeta() {
        Path meta = context().path(input + ResultOptions.META);
        if (!input.equals(Context.STANDARD_INPUT) && Files.exists(meta)) {
            Json.read(meta).forEach((key, value) -> context().note(key + ": " + ModelInspection.text(key, value)));
        }
    }
}
