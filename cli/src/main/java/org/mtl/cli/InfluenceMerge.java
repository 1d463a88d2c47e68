package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.Inputs;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/** Joins the files that {@code influence --shard} wrote into the one of a run without it. */
final class InfluenceMerge {

    /** The fact of a part's file that says which it is. */
    static final String SHARD = "shard";

    private static final int ROWS = 1 << 10;

    /** A file with what stands beside it. */
    private record Part(Path file, Map<String, Object> meta, Shard shard) {}

    private final Context context;
    private final List<Part> parts;

    /**
     * Reads what the parts are.
     *
     * @param names the files, in any order
     * @throws MtlException (DATA) if they are not all the parts of one run
     */
    InfluenceMerge(List<String> names, Context context) {
        this.context = context;
        List<Part> found = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> meta = new LinkedHashMap<>(Meta.read(name, context).orElseThrow(() -> MtlException.data(
                    context.displayName(name) + ": --merge needs " + name + ResultOptions.META + ", written beside each part")));
            Object shard = meta.remove(SHARD);
            if (shard == null) {
                throw MtlException.data(context.displayName(name) + ": no part of a run; expected what influence --shard wrote");
            }
            if (!(meta.get("command") instanceof List<?> command)) {
                throw MtlException.data(context.displayName(name) + ResultOptions.META + ": 'command': expected a list of texts");
            }
            meta.put("command", withoutShard(command));
            found.add(new Part(context.path(name), meta, Shard.parse(shard.toString())));
        }
        found.sort(Comparator.comparingInt(part -> part.shard().number()));
        this.parts = found;
        requireWhole();
    }

    private static List<Object> withoutShard(List<?> command) {
        List<Object> words = new ArrayList<>(command);
        int at = words.indexOf("--shard");
        if (at >= 0) {
            words.subList(at, Math.min(at + 2, words.size())).clear();
        }
        return words;
    }

    private void requireWhole() {
        Part first = parts.get(0);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!part.meta().equals(first.meta())) {
                throw MtlException.data(part.file() + " and " + first.file() + " are parts of different runs");
            }
            if (part.shard().of() != parts.size() || part.shard().number() != i + 1) {
                throw MtlException.data("expected the " + first.shard().of() + " parts of a run, found "
                        + parts.stream().map(each -> each.shard().toString()).toList());
            }
        }
    }

    /** Writes the whole. */
    void write(ResultOptions results, boolean npy) throws Exception {
        boolean array = parts.get(0).file().toString().endsWith(".npy");
        if (npy != array) {
            throw MtlException.usage("--merge: parts and result are of one format, found " + parts.get(0).file()
                    + (results.isFile() ? " and " + results.name() : ""));
        }
        Map<String, Object> facts = new LinkedHashMap<>(parts.get(0).meta());
        String kind = String.valueOf(facts.remove("kind"));
        List<String> command = ((List<?>) facts.remove("command")).stream().map(String::valueOf).toList();
        facts.remove("format");
        facts.remove("mtl");
        if (npy) {
            results.writeNamed(context, kind, facts, command, this::writeArray);
        } else {
            results.write(context, kind, facts, command, this::writeText);
        }
    }

    private void writeText(OutputStream out) throws IOException {
        try (CsvWriter writer = new CsvWriter(out)) {
            List<String> header = List.of();
            for (Part part : parts) {
                try (CsvReader in = CsvReader.open(Inputs.open(part.file()), part.file().toString())) {
                    if (header.isEmpty()) {
                        header = in.header();
                        writer.record(header);
                    } else if (!in.header().equals(header)) {
                        throw MtlException.data(part.file() + ":1: expected the columns of " + parts.get(0).file());
                    }
                    while (in.next()) {
                        for (int column = 0; column < header.size(); column++) {
                            writer.field(in.get(column));
                        }
                        writer.end();
                    }
                }
            }
            writer.flush();
        }
    }

    private void writeArray(OutputStream out, OutputStream namesOut) throws IOException {
        CsvWriter names = new CsvWriter(namesOut);
        names.record(NpyAxes.HEADER);
        long[] lines = {0};
        List<long[]> shapes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean first = i == 0;
            copyNames(parts.get(i).file(), first, lines, names);
            try (NpyReader in = NpyReader.open(parts.get(i).file())) {
                shapes.add(in.shape());
            }
        }
        names.flush();
        long columns = shapes.get(0)[1];
        long rows = shapes.stream().mapToLong(shape -> shape[0]).sum();
        if (rows != lines[0] || shapes.stream().anyMatch(shape -> shape[1] != columns)) {
            throw MtlException.data(parts.get(0).file() + ": the parts have " + rows + " rows and " + lines[0] + " names of rows");
        }
        NpyWriter writer = new NpyWriter(out, NpyType.F64, rows, columns);
        for (Part part : parts) {
            copyValues(part.file(), (int) columns, writer);
        }
        writer.close();
    }

    private static void copyNames(Path file, boolean first, long[] lines, CsvWriter names) throws IOException {
        List<String[]> columns = new ArrayList<>();
        NpyAxes.read(NpyAxes.of(file), in -> {
            try {
                names.field(0).field(lines[0]++).field(in.get(NpyAxes.ROW)).field(in.get(NpyAxes.TASK)).end();
            } catch (IOException e) {
                throw MtlException.io(e.getMessage(), e);
            }
        }, in -> {
            columns.add(new String[] {in.get(NpyAxes.ROW), in.get(NpyAxes.TASK)});
            if (first) {
                try {
                    names.field(1).field(columns.size() - 1L).field(in.get(NpyAxes.ROW)).field(in.get(NpyAxes.TASK)).end();
                } catch (IOException e) {
                    throw MtlException.io(e.getMessage(), e);
                }
            }
        });
    }

    private static void copyValues(Path file, int columns, NpyWriter writer) throws IOException {
        try (NpyReader in = NpyReader.open(file)) {
            long values = in.size();
            double[] some = new double[ROWS * columns];
            for (long at = 0; at < values; at += some.length) {
                int count = (int) Math.min(some.length, values - at);
                in.read(at, count, some, 0);
                writer.write(some, 0, count);
            }
        }
    }
}
