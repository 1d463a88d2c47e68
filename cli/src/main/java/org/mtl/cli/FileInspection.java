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
import org.mtl.data.inspection.ColumnFindings;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.Inputs;
import org.mtl.io.Json;

/** What {@code inspect} writes about a file or a folder of arrays of which nobody has said what it is for. */
final class FileInspection {

    private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String DATA = "data";
    private static final String NPY_ENDING = ".npy";

    private final Context context;
    private final String input;
    private final Inspect.Tables tables;

    FileInspection(Context context, String input, Inspect.Tables tables) {
        this.context = context;
        this.input = input;
        this.tables = tables;
    }

    /** Reads the input once, writes its table and says what is worth a line. */
    void run() throws Exception {
        Path path = context.path(input);
        if (!input.equals(Context.STANDARD_INPUT) && Files.isDirectory(path)) {
            inspectFolder(path);
        } else {
            inspectFile(path);
        }
    }

    private void inspectFile(Path path) throws Exception {
        String name = context.displayName(input);
        // A pipe can be read once only, so its first bytes are looked at and put back.
        try (PushbackInputStream in = new PushbackInputStream(context.open(input), NPY_MAGIC.length)) {
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
        meta().forEach((key, value) -> context.note(key + ": " + ModelInspection.text(key, value)));
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
        tables.write(csv -> {
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
        // A result of another command is not trained on.
        boolean data = DATA.equals(meta().getOrDefault("kind", DATA));
        if (data) {
            ColumnFindings.warnings(summary).forEach(line -> context.warn(name + ": " + line));
        }
        context.note(name + ": " + summary.rows() + " rows, " + summary.columns().size() + " columns");
        if (data) {
            noteGuesses(summary, name);
        }
    }

    private void noteGuesses(Summary summary, String name) {
        ColumnFindings.splitColumns(summary).forEach(column -> context.note(
                name + ": column '" + column + "' holds splits: --split " + column));
        ColumnFindings.likelyTask(summary).ifPresent(column -> context.note(name + ": if column '" + column
                + "' names tasks, --task " + column + " --target COL says more about them"));
    }

    /** Ends a line with statistics, where there are any. */
    static void writeNumbers(Optional<Summary.NumberSummary> numbers, CsvWriter csv) throws IOException {
        writeFields(numbers, csv);
        csv.end();
    }

    /** Writes min, max, mean and sd, or as many empty fields. */
    static void writeFields(Optional<Summary.NumberSummary> numbers, CsvWriter csv) throws IOException {
        if (numbers.isPresent()) {
            Summary.NumberSummary found = numbers.get();
            csv.field(found.min()).field(found.max()).field(found.mean()).field(found.deviation());
        } else {
            csv.field("").field("").field("").field("");
        }
    }

    private void warnOfNonFinite(String what, Optional<Summary.NumberSummary> numbers) {
        numbers.filter(found -> found.nonFinite() > 0).ifPresent(found -> context.warn(
                what + ": " + found.nonFinite() + " values are NaN or infinite and left out of min to sd"));
    }

    private void inspectFolder(Path path) throws Exception {
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
        context.note(path + ": " + files.size() + " NPY files");
    }

    private record Array(String name, NpySummary summary) {}

    private void writeArrays(List<Array> arrays) throws Exception {
        tables.write(csv -> {
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

    /** What stands beside a result about it; nothing where no such file does. */
    private Map<String, Object> meta() {
        Path meta = context.path(input + ResultOptions.META);
        return !input.equals(Context.STANDARD_INPUT) && Files.exists(meta) ? Json.read(meta) : Map.of();
    }
}
