package org.mtl.data.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.io.NpyType;

/**
 * An NPZ archive: arrays {@code x} and {@code y} and, where there are any, {@code task} and {@code split}; or, as Keras'
 * sets have them, {@code x_train}, {@code y_train}, {@code x_test}, … Arrays are unpacked into a folder first, since they
 * are read in pieces.
 */
public final class NpzSource implements RowSource {

    /** The words that name arrays, in the order in which they are unpacked. */
    private static final List<String> ROLES = List.of("x", "y", "task", "split");
    private static final List<String> SPLITS = List.of("train", "val", "valid", "validation", "test");

    private final Input input;
    private final List<NpzPart> parts = new ArrayList<>();
    private final Layout layout;

    /**
     * Unpacks the arrays.
     *
     * @param names the arrays' names by {@code x}, {@code y}, {@code task} and {@code split}; the words themselves where
     *     they are not in it
     * @param flat whether images of height and width become rows of pixels in an array, too
     * @param scratch an empty folder for unpacked arrays
     * @throws MtlException (USAGE) if a role is unknown; (DATA) if it is no such archive, or arrays are missing or do not
     *     fit
     */
    public NpzSource(Input input, Map<String, String> names, boolean flat, Path scratch) {
        this.input = input;
        names.keySet().stream().filter(role -> !ROLES.contains(role)).findFirst().ifPresent(role -> {
            throw MtlException.usage("--arrays: expected x=, y=, task= or split= with an array's name, found '" + role
                    + "'");
        });
        try (ZipFile archive = new ZipFile(input.path().toFile())) {
            unpack(archive, names, scratch);
        } catch (ZipException e) {
            throw MtlException.data(input.name() + ": expected an NPZ archive, found damaged or other data: "
                    + e.getMessage());
        } catch (IOException e) {
            throw input.failure(e);
        }
        this.layout = layout(flat);
    }

    private void unpack(ZipFile archive, Map<String, String> names, Path scratch) throws IOException {
        boolean whole = !names.isEmpty() || archive.getEntry("x.npy") != null;
        if (whole) {
            Map<String, Path> files = new LinkedHashMap<>();
            for (String role : ROLES) {
                boolean needed = role.equals("x") || role.equals("y") || names.containsKey(role);
                unpack(archive, names.getOrDefault(role, role), needed, scratch).ifPresent(file -> files.put(role, file));
            }
            parts.add(part(files, Optional.empty()));
            return;
        }
        for (String split : SPLITS) {
            Optional<Path> features = unpack(archive, "x_" + split, false, scratch);
            if (features.isPresent()) {
                Path labels = unpack(archive, "y_" + split, true, scratch).orElseThrow();
                parts.add(part(Map.of("x", features.get(), "y", labels), Split.parse(split)));
            }
        }
        if (parts.isEmpty()) {
            throw MtlException.data(input.name() + ": expected an array x, found " + listed(archive)
                    + "; --arrays x=NAME,y=NAME says which");
        }
    }

    private NpzPart part(Map<String, Path> files, Optional<Split> split) {
        return new NpzPart(input.name(), files, split);
    }

    private static String listed(ZipFile archive) {
        List<String> names = archive.stream().map(ZipEntry::getName).limit(10).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private Optional<Path> unpack(ZipFile archive, String name, boolean needed, Path scratch) throws IOException {
        ZipEntry entry = archive.getEntry(name + ".npy");
        if (entry == null && needed) {
            throw MtlException.data(input.name() + ": expected an array " + name + ", found " + listed(archive));
        }
        if (entry == null) {
            return Optional.empty();
        }
        // Never the name inside the archive, which may lead anywhere.
        Path file = Files.createTempFile(scratch, "array", ".npy");
        try (InputStream in = archive.getInputStream(entry)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(file);
    }

    private Layout layout(boolean flat) {
        NpzPart first = parts.get(0);
        long[] shape = first.featureShape();
        int targets = first.targets();
        for (NpzPart part : parts) {
            if (!Arrays.equals(shape, part.featureShape()) || part.targets() != targets) {
                throw MtlException.data(input.name() + ": expected arrays of one shape but for their rows,"
                        + " found different ones");
            }
        }
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        List<String> names = IntStream.range(0, size).mapToObj(j -> "x" + j).toList();
        long[] rowShape = flat || shape.length == 1 ? new long[] {size}
                : shape.length == 2 ? new long[] {1, shape[0], shape[1]} : shape;
        boolean sameType = parts.stream().allMatch(part -> part.featureType() == first.featureType());
        Layout.Features features = new Layout.Features(names,
                sameType ? first.featureType() : NpyType.F64, rowShape);
        List<Layout.Target> labels = targets == 1 ? List.of(Layout.Target.number(Layout.LABEL))
                : IntStream.rangeClosed(1, targets).mapToObj(k -> Layout.Target.number("task" + k)).toList();
        return new Layout(labels, features, first.has("task") ? Optional.of(Layout.TASK) : Optional.empty(),
                first.has("split") || first.split().isPresent() ? Optional.of(Layout.SPLIT) : Optional.empty());
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        for (NpzPart part : parts) {
            try (NpzPart.Opened arrays = part.open()) {
                arrays.copy(row, sink);
                report.note(input.name() + ": " + Report.count(part.rows(), "row") + ", "
                        + Report.count(row.features().length, "feature")
                        + part.split().map(split -> ", " + split.label()).orElse(""));
                report.loss(input, "rows dropped, since they have no label", arrays.unlabelled(), part.rows());
            }
        }
    }

    /** The type of a file's first bytes. */
    static boolean matches(byte[] start) {
        return start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
    }
}
