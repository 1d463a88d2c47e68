package org.mtl.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/** How many corrupted rows are found by how many rows are looked at, as {@code evaluate --check corruption --curve} writes it. */
final class DetectionPanels {

    private static final int STEPS = 6;

    private final PlotSettings settings;

    DetectionPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** Draws the share of corrupted rows that is found, and beside it the receiver operating characteristic. */
    List<Panel> read(String input, CsvReader in) {
        DoubleStream.Builder inspected = DoubleStream.builder();
        DoubleStream.Builder falsely = DoubleStream.builder();
        DoubleStream.Builder truly = DoubleStream.builder();
        while (in.next()) {
            inspected.add(CurvePanels.finite(in, 0));
            falsely.add(CurvePanels.finite(in, 2));
            truly.add(CurvePanels.finite(in, 3));
        }
        double[] rows = inspected.build().toArray();
        double[] found = truly.build().toArray();
        double[] wrong = falsely.build().toArray();
        if (rows.length < 2) {
            throw MtlException.data(in.name() + ": expected at least two points of a curve, found " + rows.length);
        }
        double all = rows[rows.length - 1];
        double area = 0;
        for (int i = 1; i < rows.length; i++) {
            area += (wrong[i] - wrong[i - 1]) * (found[i] + found[i - 1]) / 2;
        }
        String title = settings.title().orElse(settings.shownName(input));
        Scale unit = Scale.around(0, 1, STEPS);
        Scale across = Scale.around(0, all, STEPS);
        Panel curve = new Chart(new Chart.Labels(title + ": corrupted rows found", "the rows with the largest scores first",
                "training rows looked at", "share of the corrupted rows found"), across, unit,
                List.of(Series.of("by score", rows, found, Series.Style.LINE, 0)),
                List.of(new Chart.Guide("at random", 0, 0, all, 1)), List.of(), false);
        Panel roc = new Chart(new Chart.Labels(title + ": receiver operating characteristic",
                "area " + String.format(Locale.ROOT, "%.4f", area), "share of the other rows", "share of the corrupted rows"), unit, unit,
                List.of(Series.of("by score", wrong, found, Series.Style.LINE, 0)), List.of(new Chart.Guide("at random", 0, 0, 1, 1)),
                List.of(), true);
        return List.of(curve, roc);
    }
}
