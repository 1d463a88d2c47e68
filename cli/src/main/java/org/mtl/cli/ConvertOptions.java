package org.mtl.cli;

import static org.mtl.cli.ConvertFormat.arff;
import static org.mtl.cli.ConvertFormat.csv;
import static org.mtl.cli.ConvertFormat.idx;
import static org.mtl.cli.ConvertFormat.images;
import static org.mtl.cli.ConvertFormat.npz;
import static org.mtl.cli.ConvertFormat.sentences;
import static org.mtl.cli.ConvertFormat.series;
import static org.mtl.cli.ConvertFormat.svmlight;
import static org.mtl.cli.ConvertFormat.tsv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.data.SplitRule;
import org.mtl.data.convert.ArffSource;
import org.mtl.data.convert.Columns;
import org.mtl.data.convert.IdxSource;
import org.mtl.data.convert.ImageSource;
import org.mtl.data.convert.Input;
import org.mtl.data.convert.NpzSource;
import org.mtl.data.convert.RowSource;
import org.mtl.data.convert.SentenceSource;
import org.mtl.data.convert.SeriesSource;
import org.mtl.data.convert.SvmlightSource;
import org.mtl.data.convert.Table;
import org.mtl.data.convert.TableSource;
import picocli.CommandLine.Option;

/** What there is to say about each format. */
final class ConvertOptions {

    @Option(
            names = "--task",
            paramLabel = "COL",
            order = 10,
            description = "Long form: the column that names each row's task.")
    private String task;

    @Option(names = "--target", paramLabel = "COL", order = 11, description = "Long form: the column of the labels.")
    private String target;

    @Option(
            names = "--targets",
            paramLabel = "COL,...",
            order = 12,
            description = "Wide form: one task per column; an empty cell is no label.")
    private String targets;

    @Option(
            names = "--split",
            paramLabel = "COL|A,B,C",
            order = 14,
            description = "Of tables and ARFF: a column holding train, val or test (or 0, 1, 2). Of series: three fractions,"
                    + " in order of time.")
    private String split;

    @Option(
            names = "--labels-first",
            paramLabel = "N",
            order = 20,
            description = "Tables, ARFF: the first N columns are labels.")
    private Integer labelsFirst;

    @Option(
            names = "--labels-last",
            paramLabel = "N",
            order = 21,
            description = "Tables, ARFF: the last N columns are labels.")
    private Integer labelsLast;

    @Option(
            names = "--wide",
            order = 22,
            description = "Several tasks: a column of labels for each, instead of the columns task and y.")
    private boolean wide;

    @Option(
            names = "--svmlight-base",
            paramLabel = "0|1",
            order = 30,
            description = "svmlight: the index of the first feature. Default: 0 if an index 0 is there, else 1.")
    private Integer svmlightBase;

    @Option(
            names = "--width",
            paramLabel = "N",
            order = 31,
            description = "svmlight: the number of features. Default: as the largest index says.")
    private Integer width;

    @Option(
            names = "--flat",
            order = 32,
            description = "IDX, NPZ, images: rows of pixels in x.npy, too, which would hold images otherwise.")
    private boolean flat;

    @Option(
            names = "--resize",
            paramLabel = "HxW",
            order = 34,
            description = "Images: make all of them so many pixels high and wide, by means over areas. Default: they must have one"
                    + " size.")
    private String resize;

    @Option(names = "--grey", order = 35, description = "Images: one channel of grey instead of red, green and blue.")
    private boolean grey;

    @Option(
            names = "--arrays",
            paramLabel = "x=NAME,...",
            order = 33,
            description = "NPZ: the arrays for x, y, task and split. Default: those of these names, or x_train, y_train,"
                    + " x_test, y_test and so on.")
    private String arrays;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            order = 40,
            description = "Sentences: the vectors of words, a word and its numbers in each line (GloVe, word2vec as text).")
    private String embedding;

    @Option(
            names = "--sequences",
            order = 41,
            description = "Sentences: sequences of word numbers and embedding.npy, instead of the means of the vectors.")
    private boolean sequences;

    @Option(
            names = "--length",
            paramLabel = "N",
            order = 42,
            description = "Sentences: the length of sequences; longer ones are cut. Default: the longest sentence.")
    private Integer length;

    @Option(
            names = "--series",
            paramLabel = "COL,...",
            order = 50,
            description = "Series: the columns. Default: every numeric column.")
    private String seriesColumns;

    @Option(names = "--window", paramLabel = "N", order = 51, description = "Series: how many values of each are inputs.")
    private Integer window;

    @Option(names = "--horizon", paramLabel = "N", order = 52, description = "Series: how many values of each are targets.")
    private Integer horizon;

    @Option(
            names = "--step",
            paramLabel = "N",
            order = 53,
            description = "Series: from the beginning of a window to that of the next one. Default: 1.")
    private Integer step;

    /** The file of {@code --embedding}, if it was given. */
    Optional<String> embedding() {
        return Optional.ofNullable(embedding);
    }

    /** The format that an option alone implies. */
    Optional<ConvertFormat> implied() {
        if (window != null || horizon != null) {
            return Optional.of(series);
        }
        return resize != null || grey ? Optional.of(images) : embedding().map(table -> sentences);
    }

    /** An option, whether it was given, and the formats that it is for. */
    private record Use(String option, boolean given, ConvertFormat... formats) {}

    /**
     * Refuses options that say nothing about a format.
     *
     * @throws MtlException (USAGE) naming the first
     */
    void requireFor(ConvertFormat format) {
        ConvertFormat[] tables = {csv, tsv, arff};
        ConvertFormat[] files = {idx, svmlight, sentences};
        List<Use> uses = List.of(
                new Use("--task", task != null, tables), new Use("--target", target != null, tables),
                new Use("--targets", targets != null, tables), new Use("--split", split != null, csv, tsv, arff, series),
                new Use("--labels-first", labelsFirst != null, tables), new Use("--labels-last", labelsLast != null, tables),
                new Use("--wide", wide, files), new Use("--svmlight-base", svmlightBase != null, svmlight),
                new Use("--width", width != null, svmlight), new Use("--flat", flat, idx, npz, images),
                new Use("--arrays", arrays != null, npz), new Use("--embedding", embedding != null, sentences),
                new Use("--sequences", sequences, sentences), new Use("--length", length != null, sentences),
                new Use("--series", seriesColumns != null, series), new Use("--window", window != null, series),
                new Use("--horizon", horizon != null, series), new Use("--step", step != null, series),
                new Use("--resize", resize != null, images), new Use("--grey", grey, images));
        for (Use use : uses) {
            if (use.given() && !List.of(use.formats()).contains(format)) {
                throw MtlException.usage(use.option() + ": not for " + format + ", only for "
                        + Arrays.stream(use.formats()).map(Enum::name).collect(Collectors.joining(", ")));
            }
        }
    }

    /**
     * Opens a source of rows.
     *
     * @param inputs the files
     * @param table the file of {@code --embedding}, where there is one
     * @param arraysOnly whether the rows become arrays
     * @param scratch makes an empty folder for unpacked arrays
     * @throws MtlException as the source says
     */
    RowSource source(ConvertFormat format, List<Input> inputs, Optional<Input> table, boolean arraysOnly,
            Supplier<Path> scratch) {
        Input first = inputs.get(0);
        return switch (format) {
            case idx -> new IdxSource(inputs, wide, flat);
            case svmlight -> new SvmlightSource(inputs, wide, number(svmlightBase), number(width));
            case arff -> new ArffSource(inputs, columns());
            case csv, tsv -> new TableSource(new Table(first, format == tsv), columns());
            case npz -> new NpzSource(first, arrays == null ? Map.of() : Lists.parseValues("--arrays", arrays), flat,
                    scratch.get());
            case images -> new ImageSource(
                    first, Optional.ofNullable(resize).map(text -> ImageSource.Size.parse("--resize", text)), grey, flat);
            case sentences -> sentences(inputs, table, arraysOnly);
            case series -> new SeriesSource(new Table(first, first.name().matches(".*\\.(tsv|tab)(\\.gz)?")),
                    list("--series", seriesColumns), cut());
        };
    }

    /**
     * Makes sure that a table which is copied cell by cell is given no roles: {@code train} takes them.
     *
     * @throws MtlException (USAGE) naming the first role
     */
    void requireNoRoles() {
        String role = task != null ? "--task" : target != null ? "--target" : targets != null ? "--targets"
                : split != null ? "--split" : labelsFirst != null ? "--labels-first"
                : labelsLast != null ? "--labels-last" : "";
        if (!role.isEmpty()) {
            throw MtlException.usage(role + ": a table that becomes CSV keeps all its columns; expected -o DIR, or the"
                    + " option at mtl train");
        }
    }

    private RowSource sentences(List<Input> inputs, Optional<Input> table, boolean arraysOnly) {
        if (sequences && !arraysOnly) {
            throw MtlException.usage("--sequences: expected -o DIR, since CSV has no place for the vectors, found CSV");
        }
        return new SentenceSource(inputs, wide, table.orElseThrow(() -> MtlException.usage("--embedding FILE is missing")),
                sequences, number(length));
    }

    private Columns columns() {
        if (target != null && targets != null) {
            throw MtlException.usage("expected one of --target and --targets, found both");
        }
        List<String> labels = target != null ? List.of(target) : list("--targets", targets);
        return new Columns(Optional.ofNullable(task), labels, Optional.ofNullable(split),
                count("--labels-first", labelsFirst), count("--labels-last", labelsLast));
    }

    private static int count(String option, Integer value) {
        if (value != null && value < 1) {
            throw MtlException.usage(option + ": expected a whole number of at least 1, found '" + value + "'");
        }
        return value == null ? 0 : value;
    }

    private SeriesSource.Cut cut() {
        if (window == null || horizon == null) {
            throw MtlException.usage((window == null ? "--window" : "--horizon") + " N is missing");
        }
        Optional<SplitRule> rule = Optional.ofNullable(split).map(text -> SplitRule.parse(text, 0));
        if (rule.isPresent() && !(rule.get() instanceof SplitRule.Fractions)) {
            throw MtlException.usage("--split: expected three fractions of the time such as 0.6,0.2,0.2, found '"
                    + split + "'");
        }
        return new SeriesSource.Cut(window, horizon, step == null ? 1 : step, rule.map(SplitRule.Fractions.class::cast));
    }

    private static OptionalInt number(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static List<String> list(String option, String text) {
        return text == null ? List.of() : Lists.parse(option, text);
    }
}
