package org.mtl.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What stands inside the axes of a chart, drawn by XChart: lines, points and bars.
 *
 * <p>Titles, legends and ticks of XChart are left out, as it makes outlines of every text and its ticks know ten decimals
 * only. For the same reason it gets shares of the axes, from 0 to 1, and not the values, which may be as small as 1e-12.
 */
final class Marks {

    private static final Color NONE = new Color(255, 255, 255, 0);
    private static final int SMALL = 5;
    private static final int LARGE = 13;
    /** More points than so are drawn once a pixel only. */
    private static final int MANY = 4000;

    private Marks() {}

    /** Draws series into the rectangle from (0, 0) to (width, height). */
    static void series(Graphics2D graphics, List<Series> series, Scale x, Scale y, int width, int height) {
        List<Series> small = series.stream().filter(one -> one.style() != Series.Style.RINGS).toList();
        List<Series> large = series.stream().filter(one -> one.style() == Series.Style.RINGS).toList();
        paint(graphics, small, SMALL, x, y, width, height);
        paint(graphics, large, LARGE, x, y, width, height);
    }

    private static void paint(Graphics2D graphics, List<Series> series, int size, Scale x, Scale y, int width, int height) {
        XYChart chart = new XYChart(width, height);
        bare(chart.getStyler());
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
        chart.getStyler().setMarkerSize(size);
        int drawn = 0;
        for (Series one : series) {
            double[] across = Arrays.stream(one.x()).map(x::share).toArray();
            double[] up = Arrays.stream(one.y()).map(y::share).toArray();
            if (isOfPoints(one.style()) && across.length > MANY) {
                int[] kept = oncePerPixel(across, up, width, height);
                across = picked(across, kept);
                up = picked(up, kept);
            }
            if (across.length > 0) {
                style(chart.addSeries("s" + drawn++, across, up), one);
            }
        }
        if (drawn > 0) {
            chart.paint(graphics, width, height);
        }
    }

    private static void style(XYSeries drawn, Series series) {
        boolean points = isOfPoints(series.style());
        drawn.setXYSeriesRenderStyle(points ? XYSeries.XYSeriesRenderStyle.Scatter : XYSeries.XYSeriesRenderStyle.Line);
        float thickness = series.style() == Series.Style.THICK_LINE ? 2.5f : 1.3f;
        drawn.setLineStyle(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        drawn.setLineColor(series.colour());
        drawn.setMarker(marker(series));
        drawn.setMarkerColor(series.colour());
    }

    private static Marker marker(Series series) {
        boolean alone = series.x().length == 1;
        return switch (series.style()) {
            case DOTS, LINE_AND_DOTS -> SeriesMarkers.CIRCLE;
            case DIAMONDS -> SeriesMarkers.DIAMOND;
            case RINGS -> new RingMarker();
            // One point makes no line.
            case LINE, THICK_LINE -> alone ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
        };
    }

    private static boolean isOfPoints(Series.Style style) {
        return style == Series.Style.DOTS || style == Series.Style.DIAMONDS || style == Series.Style.RINGS;
    }

    /** The first of the points that fall on each pixel: the others would hide behind it. */
    private static int[] oncePerPixel(double[] x, double[] y, int width, int height) {
        BitSet taken = new BitSet();
        return IntStream.range(0, x.length).filter(i -> {
            int pixel = (int) Math.round(x[i] * width) + (width + 1) * (int) Math.round(y[i] * height);
            boolean first = pixel >= 0 && !taken.get(pixel);
            taken.set(Math.max(0, pixel));
            return first;
        }).toArray();
    }

    private static double[] picked(double[] values, int[] which) {
        return Arrays.stream(which).mapToDouble(i -> values[i]).toArray();
    }

    /**
     * Draws bars that stand on each other, side by side without room between them.
     *
     * @param lower the share of the height that each lower part takes
     * @param upper that of each upper part
     */
    static void bars(Graphics2D graphics, double[] lower, double[] upper, Color low, Color up, int width, int height) {
        CategoryChart chart = new CategoryChart(width, height);
        bare(chart.getStyler());
        chart.getStyler().setStacked(true).setAvailableSpaceFill(1);
        List<Integer> positions = new ArrayList<>(IntStream.range(0, lower.length).boxed().toList());
        double[][] parts = {lower, upper};
        Color[] colours = {low, up};
        int drawn = 0;
        for (int part = 0; part < parts.length; part++) {
            // What is not a number is passed over: a bar of height 0 would be an element of the file that nobody sees.
            List<Double> heights = Arrays.stream(parts[part]).map(share -> share > 0 ? share : Double.NaN).boxed().toList();
            if (heights.stream().anyMatch(share -> !share.isNaN())) {
                chart.addSeries("s" + drawn++, positions, heights).setFillColor(colours[part]);
            }
        }
        if (drawn > 0) {
            chart.paint(graphics, width, height);
        }
    }

    /** Leaves nothing of a chart but its marks, from edge to edge. */
    private static void bare(AxesChartStyler styler) {
        styler.setChartTitleVisible(false).setLegendVisible(false).setPlotBorderVisible(false).setPlotContentSize(1)
                .setChartPadding(0).setChartBackgroundColor(NONE).setPlotBackgroundColor(NONE);
        styler.setAxisTitlesVisible(false).setAxisTicksVisible(false).setPlotGridLinesVisible(false).setPlotMargin(0)
                .setYAxisMin(0.0).setYAxisMax(1.0);
    }
}
