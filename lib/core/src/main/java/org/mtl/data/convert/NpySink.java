package org.mtl.data.convert;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;
import org.mtl.io.NpyAppender;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/**
 * Writes rows as a folder of NPY files: {@code x.npy}, {@code y.npy}, {@code tasks.csv} and, where there are any,
 * {@code task.npy}, {@code split.npy}, {@code features.csv} and {@code classes.csv} ({@code task,code,class}), which says
 * what text the codes of {@code y.npy} stand for.
 */
public final class NpySink {

    private static final String TARGETS = "y.npy";
    private static final String RAW_TARGETS = "y.npy.new";
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private final Layout layout;
    private final Map<String, Integer> tasks = new LinkedHashMap<>();
    private boolean whole = true;

    private NpySink(Path folder, Layout layout) {
        this.folder = folder;
        this.layout = layout;
    }

    /** The arrays of a folder while they grow. */
    private record Growing(NpyAppender features, NpyAppender targets, Optional<NpyAppender> tasks,
            Optional<NpyAppender> splits) implements Closeable {

        @Override
        public void close() throws IOException {
            try (features; targets; NpyAppender task = tasks.orElse(null); NpyAppender split = splits.orElse(null)) {
                return;
            }
        }
    }

    /**
     * Writes all rows of a source.
     *
     * @param folder where to write, without these files
     * @throws MtlException (DATA) or (IO) if the source fails
     * @throws IOException if writing fails
     */
    public static void write(RowSource source, Path folder, Report report) throws IOException {
        NpySink sink = new NpySink(folder, source.layout());
        try (Growing arrays = sink.open()) {
            source.forEach(row -> sink.append(row, arrays), report);
            report.requireRows(arrays.features().rows());
        }
        sink.finishTargets();
        sink.writeNames();
        source.writeBeside(folder);
    }

    private Growing open() throws IOException {
        int columns = layout.targets().get(0).columns().size();
        long[] shape = columns > 1 ? new long[] {layout.targets().size(), columns}
                : layout.targets().size() > 1 ? new long[] {layout.targets().size()} : new long[] {};
        Layout.Features features = layout.features();
        return new Growing(new NpyAppender(folder.resolve("x.npy"), features.type(), features.shape()),
                new NpyAppender(folder.resolve(RAW_TARGETS), NpyType.F64, shape),
                layout.taskColumn().isPresent() ? Optional.of(codes("task.npy", NpyType.I32)) : Optional.empty(),
                layout.splitColumn().isPresent() ? Optional.of(codes("split.npy", NpyType.I8)) : Optional.empty());
    }

    private NpyAppender codes(String file, NpyType type) throws IOException {
        return new NpyAppender(folder.resolve(file), type);
    }

    private void append(Row row, Growing arrays) throws IOException {
        arrays.features().append(row.features(), 0);
        for (double target : row.targets()) {
            whole &= target == Math.rint(target) && Math.abs(target) < Integer.MAX_VALUE;
        }
        arrays.targets().append(row.targets(), 0);
        if (arrays.tasks().isPresent()) {
            int next = tasks.size();
            Integer code = tasks.computeIfAbsent(row.task(), name -> next);
            arrays.tasks().get().append(code);
        }
        if (arrays.splits().isPresent()) {
            arrays.splits().get().append(row.split().map(Split::ordinal).orElseThrow());
        }
    }

    /** Labels that are all there and whole become integers, since readers tell classes from numbers by the type. */
    private void finishTargets() throws IOException {
        Path raw = folder.resolve(RAW_TARGETS);
        Path target = folder.resolve(TARGETS);
        if (!whole) {
            Files.move(raw, target);
            return;
        }
        try (NpyReader in = NpyReader.open(raw);
                NpyWriter out = new NpyWriter(Files.newOutputStream(target), NpyType.I32, in.shape())) {
            double[] piece = new double[(int) Math.min(PIECE, in.size())];
            long done = 0;
            while (done < in.size()) {
                int count = (int) Math.min(PIECE, in.size() - done);
                in.read(done, count, piece, 0);
                out.write(piece, 0, count);
                done += count;
            }
        }
        Files.delete(raw);
    }

    private void writeNames() throws IOException {
        List<String> names = layout.taskColumn().isPresent() ? List.copyOf(tasks.keySet())
                : layout.targets().stream().map(Layout.Target::name).toList();
        writeNames("tasks.csv", "code", "task", names);
        if (layout.features().shape().length == 1) {
            writeNames("features.csv", "index", "feature", layout.features().names());
        }
        if (layout.targets().stream().anyMatch(target -> !target.classes().isEmpty())) {
            try (CsvWriter out = new CsvWriter(Files.newOutputStream(folder.resolve("classes.csv")))) {
                out.record(List.of("task", "code", "class"));
                for (Layout.Target target : layout.targets()) {
                    for (int code = 0; code < target.classes().size(); code++) {
                        out.field(target.name()).field(code).field(target.classes().get(code)).end();
                    }
                }
            }
        }
    }

    private void writeNames(String file, String key, String value, List<String> names) throws IOException {
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(folder.resolve(file)))) {
            out.record(List.of(key, value));
            for (int i = 0; i < names.size(); i++) {
                out.field(i).field(names.get(i)).end();
            }
        }
    }
}
