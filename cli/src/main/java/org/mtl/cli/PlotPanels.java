package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.continual.StateFiles;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;
import org.mtl.plot.Panel;
import org.mtl.store.GroupsFolder;
import org.mtl.store.SeedsFolder;

/** Reads a file, finds out what it holds, and says how it is drawn. */
final class PlotPanels {

    private final PlotSettings settings;
    private final Context context;

    PlotPanels(PlotSettings settings, Context context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * The panels of one input.
     *
     * @throws MtlException (MISSING) if it does not exist, (DATA) if it is nothing that is drawn
     */
    List<Panel> read(String input) {
        Path path = context.path(input);
        if (!input.equals(Context.STANDARD_INPUT) && !Files.exists(path)) {
            throw MtlException.missing(path + ": no such file or folder");
        }
        if (!input.equals(Context.STANDARD_INPUT) && Files.isDirectory(path)) {
            return readFolder(input, path);
        }
        if (input.endsWith(".npy")) {
            return List.of(readArray(input, path));
        }
        String name = context.displayName(input);
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            return read(input, in);
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    /** The histories of a model, or of each model of a folder; of a stream what it has learned. */
    private List<Panel> readFolder(String input, Path path) {
        List<Path> models = List.of(path);
        if (GroupsFolder.isAt(path)) {
            models = GroupsFolder.open(path).groups().stream().map(group -> path.resolve(group.name())).toList();
        } else if (SeedsFolder.isAt(path)) {
            models = SeedsFolder.open(path).members().stream().map(member -> path.resolve(member.name())).toList();
        } else if (!Files.exists(path.resolve("model.json"))) {
            throw MtlException.data(path + ": expected a model, with model.json, or a file, found neither");
        }
        List<Panel> panels = new ArrayList<>();
        for (Path model : models) {
            boolean stream = StateFiles.isAt(model);
            Path history = stream ? StateFiles.accuracy(model) : model.resolve("history.csv");
            String shown = settings.shownName(input) + (model.equals(path) ? "" : "/" + model.getFileName());
            try (CsvReader in = CsvReader.open(Inputs.open(history), history.toString())) {
                HistoryPanels reading = new HistoryPanels(settings);
                panels.addAll(stream ? reading.readAccuracy(shown, in) : reading.read(shown, in));
            } catch (IOException e) {
                throw Inputs.failure(history.toString(), e);
            }
        }
        return panels;
    }

    /** Scores of rows have names of rows beside them, matrices of tasks have not. */
    private Panel readArray(String input, Path path) {
        Path names = NpyAxes.of(path);
        boolean[] rows = new boolean[1];
        try {
            if (Files.exists(names)) {
                NpyAxes.read(names, row -> rows[0] |= !row.get(NpyAxes.ROW).isEmpty(), column -> { });
            }
        } catch (IOException e) {
            throw Inputs.failure(names.toString(), e);
        }
        return rows[0]
                ? new ScorePanels(settings, context).readArray(input)
                : new MatrixPanels(settings, context).readArray(input);
    }

    private List<Panel> read(String input, CsvReader in) {
        ResultKind kind = ResultKind.of(in.header()).orElseThrow(() -> unknown(in));
        return switch (kind) {
            case GAIN, HARM -> List.of(new MatrixPanels(settings, context).read(input, in, kind == ResultKind.GAIN));
            case ROW_CHECK, TASK_CHECK, SUBSET_CHECK -> List.of(new PairPanels(settings).read(input, in, kind));
            case REMOVAL -> new RemovalPanels(settings).read(input, in);
            case DETECTION_CURVE -> new DetectionPanels(settings).read(input, in);
            case DETECTION -> new TaskPanels(settings).readDetections(input, in);
            case SCORES -> List.of(new ScorePanels(settings, context).read(input, in));
            case USES -> List.of(new ScorePanels(settings, context).readUses(input, in));
            case SELECTION -> List.of(new ScorePanels(settings, context).readSelection(input, in));
            case GROUPING -> List.of(new GroupPanels(settings).read(input, in));
            case GROUP_GAINS -> new GroupPanels(settings).readGains(input, in);
            case HISTORY -> new HistoryPanels(settings).read(settings.shownName(input), in);
            case ACCURACY -> new HistoryPanels(settings).readAccuracy(settings.shownName(input), in);
            case RATIO_CURVE -> List.of(new CurvePanels(settings).readRatios(input, in));
            case METRICS -> new TaskPanels(settings).readMetrics(input, in);
            case DIAGNOSIS -> new DiagnosisPanels(settings).read(input, in);
            case CORRELATION -> new TaskPanels(settings).readCorrelations(input, in);
        };
    }

    private static MtlException unknown(CsvReader in) {
        List<String> start = in.header().subList(0, Math.min(8, in.header().size()));
        return MtlException.data(in.name() + ":1: expected the header of a result that mtl writes, such as source,TASK1,..."
                + " or group,task, found " + String.join(",", start) + (start.size() < in.header().size() ? ",..." : ""));
    }
}
