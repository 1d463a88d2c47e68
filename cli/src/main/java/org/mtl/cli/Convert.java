package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.data.convert.CsvSink;
import org.mtl.data.convert.Input;
import org.mtl.data.convert.NpySink;
import org.mtl.data.convert.Report;
import org.mtl.data.convert.RowSource;
import org.mtl.data.convert.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mtl convert FILE...}. */
@Command(
        name = "convert",
        description = {
            "Makes CSV or a folder of NPY files of data in another format.",
            "The output is CSV on standard output or in -o NAME.csv, or NPY in -o DIR. Targets come first, then features;"
                + " several files of IDX, svmlight or sentences are a task each, named by the file or as TASK=FILE, in the"
                + " columns task and y, or with --wide in a column each. What was left out is said on standard error.",
            "IDX: pairs of images and labels. ARFF: nominal features of words become 0/1 columns. TSV: without quotes."
                + " Images: a folder with PNG and JPEG files in CLASS/ or TASK/CLASS/. NPZ: arrays x, y, task, split. Sentences: a label and words in each line, looked up in --embedding."
                + " Series: the columns of a table in order of time; a row holds the last --window values of each (OT-96,"
                + " ..., OT-1) and the next --horizon ones (OT+1, ...; OT where it is 1)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl convert images-idx3-ubyte labels-idx1-ubyte.gz --flat -o images",
            "  mtl convert north_train.svmlight south_train.svmlight -o regions.csv",
            "  mtl convert songs.arff --labels-last 3 -o songs",
            "  mtl convert topic.txt --embedding vectors.txt -o topics.csv",
            "  mtl convert pictures --grey --resize 8x8 -o small",
            "  mtl convert hourly.csv --window 6 --horizon 2 --split 0.6,0.2,0.2 -o windows.csv"
        })
final class Convert extends Subcommand {

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files (.gz too), or - for standard input; TASK=FILE names a task. Of images, a folder.")
    private List<String> words;

    @Mixin
    private ConvertInputs inputs;

    @Mixin
    private ConvertOptions options;

    @Mixin
    private ConvertOutput output;

    Convert(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        try (Scratch scratch = new Scratch(context())) {
            List<Input> files = inputs.files(words, options.embedding(), context(), scratch);
            ConvertFormat format = inputs.from().or(options::implied).orElseGet(() -> ConvertFormat.of(files.get(0)));
            options.requireFor(format);
            List<Input> named = inputs.named(files, words, format, context());
            if (output.isFolder(context())) {
                output.writeFolder(context(), recordedCommand(), folder -> {
                    Report report = new Report();
                    NpySink.write(source(format, named, scratch, true), folder, report);
                    return facts(format, named, report);
                });
            } else {
                output.writeCsv(context(), recordedCommand(), (out, facts) ->
                        facts.putAll(csv(format, named, scratch, out)));
            }
        }
        return ExitCode.DONE;
    }

    private Map<String, Object> csv(ConvertFormat format, List<Input> files, Scratch scratch, OutputStream out)
            throws IOException {
        Report report = new Report();
        if (format == ConvertFormat.csv || format == ConvertFormat.tsv) {
            options.requireNoRoles();
            new Table(files.get(0), format == ConvertFormat.tsv).copy(out, report);
        } else {
            CsvSink.write(source(format, files, scratch, false), out, report);
        }
        return facts(format, files, report);
    }

    private RowSource source(ConvertFormat format, List<Input> files, Scratch scratch, boolean arraysOnly) {
        Optional<Input> table = options.embedding().map(file -> {
            Path path = ConvertInputs.path(file, context(), scratch);
            return Input.of(path, context().displayName(file), "");
        });
        return options.source(format, files, table, arraysOnly, scratch::folder);
    }

    /** Says what was read and lost, and gives it back as the facts that the output records. */
    private Map<String, Object> facts(ConvertFormat format, List<Input> files, Report report) {
        report.notes().forEach(context()::note);
        report.losses().forEach(loss -> context().warn(loss.text()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("from", format.name());
        facts.put("inputs", words);
        facts.put("encodings", files.stream().map(file -> file.charset().name()).toList());
        facts.putAll(report.json());
        return facts;
    }
}
