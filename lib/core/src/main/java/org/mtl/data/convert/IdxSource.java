package org.mtl.data.convert;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.NpyType;

/**
 * Pairs of IDX files, images (or other arrays) and their labels.
 *
 * <p>Tribuo's {@code IDXDataSource} holds a whole file as doubles, forgets the shape of images and drops what is 0, so it
 * is not used here; tests compare with it.
 */
public final class IdxSource implements RowSource {

    private static final int AXES_OF_IMAGES = 2;

    /** The two files of a pair. */
    private record Pair(Input images, Input labels) {}

    private final List<Pair> pairs;
    private final FileTasks tasks;
    private final Layout layout;

    /**
     * Reads the headers.
     *
     * @param inputs images and labels in turn, in either order within a pair; files of one axis are labels
     * @param wide whether several tasks have a column each
     * @param flat whether images of height and width become rows of pixels in an array, too
     * @throws MtlException (USAGE) if there are not two files a pair; (DATA) if the files are no pairs or malformed
     */
    public IdxSource(List<Input> inputs, boolean wide, boolean flat) {
        if (inputs.size() % 2 != 0) {
            throw MtlException.usage("expected pairs of IDX files, images and their labels, found "
                    + (inputs.size() == 1 ? "one file" : inputs.size() + " files"));
        }
        this.pairs = IntStream.range(0, inputs.size() / 2).mapToObj(i -> pair(inputs.get(2 * i), inputs.get(2 * i + 1)))
                .toList();
        this.tasks = new FileTasks(pairs.stream().map(Pair::images).toList(), wide);
        this.layout = tasks.layout(features(flat), task -> List.of());
    }

    private static Pair pair(Input first, Input second) {
        int[] firstShape = shape(first);
        int[] secondShape = shape(second);
        boolean labelsFirst = firstShape.length == 0;
        if (labelsFirst == (secondShape.length == 0)) {
            throw MtlException.data(second.name() + ": expected "
                    + (labelsFirst ? "images for the labels in " : "labels (one axis) for the images in ") + first.name()
                    + ", found " + (labelsFirst ? "labels" : "more than one axis"));
        }
        return labelsFirst ? new Pair(second, first) : new Pair(first, second);
    }

    private static int[] shape(Input input) {
        try (IdxFile file = new IdxFile(input)) {
            return file.rowShape();
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    private Layout.Features features(boolean flat) {
        int[] shape = shape(pairs.get(0).images());
        NpyType type = NpyType.F64;
        for (Pair pair : pairs) {
            try (IdxFile file = new IdxFile(pair.images())) {
                if (!Arrays.equals(shape, file.rowShape())) {
                    throw MtlException.data(pair.images().name() + ": expected the shape of the rows in "
                            + pairs.get(0).images().name() + ", found another one");
                }
                // Before each of its elements has a name.
                if (file.rows() > 0) {
                    file.skip();
                }
                type = pairs.indexOf(pair) == 0 || type == file.type() ? file.type() : NpyType.F64;
            } catch (IOException e) {
                throw pair.images().failure(e);
            }
        }
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        List<String> names = IntStream.range(0, size).mapToObj(i -> "x" + i).toList();
        boolean images = shape.length == AXES_OF_IMAGES && !flat;
        return images ? new Layout.Features(names, type, 1, shape[0], shape[1]) : new Layout.Features(names, type, size);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        for (Pair pair : pairs) {
            try (IdxFile images = new IdxFile(pair.images()); IdxFile labels = new IdxFile(pair.labels())) {
                copy(images, labels, row, sink);
                report.note(pair.images().name() + ": " + Report.count(images.rows(), "row") + " of "
                        + Report.count(row.features().length, "value") + ", labels from " + pair.labels().name());
            }
        }
    }

    private void copy(IdxFile images, IdxFile labels, Row row, RowSink sink) throws IOException {
        if (images.rows() != labels.rows()) {
            throw MtlException.data(labels.input().name() + ": expected " + images.rows() + " labels, one for each row of "
                    + images.input().name() + ", found " + labels.rows());
        }
        if (images.rows() == 0) {
            throw MtlException.data(images.input().name() + ": expected at least one row, found none");
        }
        double[] label = new double[1];
        for (int i = 0; i < images.rows(); i++) {
            images.read(row.features());
            labels.read(label);
            tasks.fill(row, images.input(), label[0]);
            sink.accept(row);
        }
        images.requireEnd();
        labels.requireEnd();
    }

    /** Whether a file begins as an IDX file does. */
    static boolean matches(byte[] start) {
        List<Integer> types = List.of(0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E);
        return start.length >= 4 && start[0] == 0 && start[1] == 0 && types.contains((int) start[2]) && start[3] >= 1;
    }
}
