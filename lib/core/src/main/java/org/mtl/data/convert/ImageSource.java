package org.mtl.data.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.NpyType;

/**
 * A folder of images, PNG and JPEG: {@code CLASS/IMAGE}, or {@code TASK/CLASS/IMAGE}. Classes are numbered in the order of
 * their names, over all tasks; images come in the order of tasks, classes and names.
 */
public final class ImageSource implements RowSource {

    /** The folders above an image where they name its class only, and where they name its task too. */
    private static final int CLASS_ONLY = 1;
    private static final int TASK_AND_CLASS = 2;

    /**
     * A size in pixels.
     *
     * @param height at least 1
     * @param width at least 1
     */
    public record Size(int height, int width) {

        private static final int LARGEST = 1 << 14;

        /**
         * Parses {@code HxW}.
         *
         * @throws MtlException (USAGE) if that is no size
         */
        public static Size parse(String option, String text) {
            if (text.matches("\\d{1,5}x\\d{1,5}")) {
                int height = Integer.parseInt(text.substring(0, text.indexOf('x')));
                int width = Integer.parseInt(text.substring(text.indexOf('x') + 1));
                if (height >= 1 && width >= 1 && height <= LARGEST && width <= LARGEST) {
                    return new Size(height, width);
                }
            }
            throw MtlException.usage(option + ": expected HEIGHTxWIDTH in pixels such as 28x28, found '" + text + "'");
        }

        @Override
        public String toString() {
            return height + "x" + width;
        }
    }

    /** A file and what its folders say; the task is empty where there is one only. */
    private record Image(Path path, String task, String label) {}

    private final Input folder;
    private final boolean grey;
    private final List<Image> images;
    private final List<String> classes;
    private final Size size;
    private final boolean resize;
    private final Layout layout;
    private long others;

    /**
     * Lists the images and reads the first.
     *
     * @param folder the folder
     * @param resize the size that all images get; without it, they must have one
     * @param grey whether colours become grey, one channel instead of three
     * @param flat whether pixels become a row in an array, too
     * @throws MtlException (MISSING) if there is no such folder; (DATA) if it is none, or images do not lie in folders that name
     *     their classes
     */
    public ImageSource(Input folder, Optional<Size> resize, boolean grey, boolean flat) {
        this.folder = folder;
        this.grey = grey;
        this.images = list();
        this.classes = List.copyOf(new TreeSet<>(images.stream().map(Image::label).toList()));
        this.resize = resize.isPresent();
        ImageFile first = ImageFile.read(images.get(0).path(), grey);
        this.size = resize.orElse(new Size(first.height(), first.width()));
        List<String> names = IntStream.range(0, first.channels() * size.height() * size.width()).mapToObj(i -> "x" + i).toList();
        Layout.Features features = flat ? new Layout.Features(names, NpyType.U8, names.size())
                : new Layout.Features(names, NpyType.U8, first.channels(), size.height(), size.width());
        Optional<String> task = images.get(0).task().isEmpty() ? Optional.empty() : Optional.of(Layout.TASK);
        this.layout = new Layout(List.of(Layout.Target.of(Layout.LABEL, classes)), features, task, Optional.empty());
    }

    private List<Image> list() {
        if (!Files.isDirectory(folder.path())) {
            throw Files.exists(folder.path()) ? MtlException.data(folder.name() + ": expected a folder of images, found a file")
                    : MtlException.missing(folder.name() + ": no such folder");
        }
        List<Image> found = new ArrayList<>();
        int depth = 0;
        for (Path path : files()) {
            Path inside = folder.path().relativize(path);
            int above = inside.getNameCount() - 1;
            depth = found.isEmpty() ? above : depth;
            if (above != depth || above < CLASS_ONLY || above > TASK_AND_CLASS) {
                throw MtlException.data(path + ": expected images in CLASS/ or TASK/CLASS/ of " + folder.name() + ", found "
                        + (above != depth ? "one " + above + " deep, and another " + depth : "one " + above + " deep"));
            }
            String label = inside.getName(above - 1).toString();
            found.add(new Image(path, above == TASK_AND_CLASS ? inside.getName(0).toString() : "", label));
        }
        if (found.isEmpty()) {
            throw MtlException.data(folder.name() + ": expected PNG or JPEG images, found none");
        }
        return found;
    }

    /** The images in order; what lies beside them is counted, but for hidden files. */
    private List<Path> files() {
        try (Stream<Path> entries = Files.walk(folder.path(), FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = entries.filter(Files::isRegularFile).filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList();
            List<Path> chosen = files.stream().filter(ImageSource::isImage).sorted(Comparator.comparing(this::order)).toList();
            others = files.size() - chosen.size();
            return chosen;
        } catch (UncheckedIOException e) {
            throw folder.failure(e.getCause());
        } catch (IOException e) {
            throw folder.failure(e);
        }
    }

    /** Folder by folder, and the same on every system: a name before one that it begins. */
    private String order(Path path) {
        List<String> names = new ArrayList<>();
        folder.path().relativize(path).forEach(name -> names.add(name.toString()));
        return String.join("\0", names);
    }

    private static boolean isImage(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)");
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        for (Image image : images) {
            ImageFile read = ImageFile.read(image.path(), grey);
            if (!resize && (read.height() != size.height() || read.width() != size.width())) {
                throw MtlException.data(image.path() + ": expected " + size + " pixels as in " + images.get(0).path() + ", found "
                        + new Size(read.height(), read.width()) + "; expected --resize HxW for images of several sizes");
            }
            double[] values = read.resized(size.height(), size.width()).values();
            System.arraycopy(values, 0, row.features(), 0, values.length);
            row.targets()[0] = Collections.binarySearch(classes, image.label());
            row.setTask(image.task());
            sink.accept(row);
        }
        long tasks = images.stream().map(Image::task).distinct().count();
        report.note(folder.name() + ": " + Report.count(images.size(), "image") + " of " + size + " pixels in "
                + (grey ? "grey" : "colour") + ", " + (classes.size() == 1 ? "1 class" : classes.size() + " classes")
                + (layout.taskColumn().isPresent() ? ", " + Report.count(tasks, "task") : ""));
        report.loss(folder, "files left out, which are neither PNG nor JPEG by their names", others, others + images.size());
    }
}
