package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Panel;

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
        if (input.endsWith(".npy")) {
            return List.of(new MatrixPanels(settings, context).readArray(input));
        }
        String name = context.displayName(input);
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            return read(input, in);
        } catch (IOException e) {
            throw MtlException.io(name + ": " + e.getMessage(), e);
        }
    }

    private List<Panel> read(String input, CsvReader in) throws IOException {
        ResultKind kind = ResultKind.of(in.header()).orElseThrow(() -> unknown(in));
        return switch (kind) {
            case GAIN, HARM -> List.of(new MatrixPanels(settings, context).read(input, in, kind == ResultKind.GAIN));
            default -> throw unknown(in);
        };
    }

    private static MtlException unknown(CsvReader in) {
        return MtlException.data(in.name() + ":1: expected the header of a file that mtl writes, such as source,TASK1,... or"
                + " group,task, found " + MtlException.oneLine(String.join(",", in.header().subList(0, Math.min(8, in.header().size())))));
    }
}
