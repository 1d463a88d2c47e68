package org.mtl.plot;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Points and lines between two axes.
 *
 * @param labels what is written around it
 * @param x the axis from left to right
 * @param y the axis from bottom to top
 * @param series what is drawn, the last on top
 * @param guides straight lines behind it
 * @param notes what is written beside points
 * @param square whether both axes have the same length
 */
public record Chart(Labels labels, Scale x, Scale y, List<Series> series, List<Guide> guides, List<Note> notes,
        boolean square) implements Panel {

    /**
     * What is written around a chart.
     *
     * @param title what it shows
     * @param facts what else is to be said, below the title; empty for nothing
     * @param x what stands along the first axis
     * @param y what stands along the second one
     */
    public record Labels(String title, String facts, String x, String y) {}

    /** A straight line to compare with. */
    public record Guide(String name, double x1, double y1, double x2, double y2) {}

    /** A text beside a point. */
    public record Note(double x, double y, String text) {}

    private static final int WIDE = 420;
    private static final int HIGH = 320;
    private static final int PER_ITEM = 13;
    private static final double LETTERS = 10;
    private static final double LONGEST_NAME = 130;
    /** Texts beside points begin there up to here, and end there beyond. */
    private static final double NEAR_THE_END = 0.85;
    private static final int TITLE = 26;
    private static final int LINE = 15;

    @Override
    public int width() {
        int items = isOfItems() ? PER_ITEM * x.ticks().size() : 0;
        int drawn = (int) Math.ceil(left()) + Math.max(WIDE, items) + right();
        return Math.max(Lettering.heading(labels.title(), labels.facts()), drawn);
    }

    @Override
    public int height() {
        return top() + (square ? WIDE : HIGH) + (int) Math.ceil(bottom());
    }

    /** Whether the first axis has names and not numbers; their labels stand upright. */
    private boolean isOfItems() {
        return x.from() == -0.5 && x.ticks().size() == Math.round(x.to() + 0.5);
    }

    private double left() {
        return 36 + widest(y.ticks().stream().map(Scale.Tick::label).toList());
    }

    private int top() {
        return TITLE + (labels.facts().isEmpty() ? 0 : LINE) + 6;
    }

    private double bottom() {
        double names = isOfItems() ? widest(x.ticks().stream().map(Scale.Tick::label).toList()) : 12;
        return names + 34;
    }

    private Set<String> legend() {
        Set<String> names = new LinkedHashSet<>();
        series.forEach(one -> names.add(one.name()));
        guides.forEach(guide -> names.add(guide.name()));
        names.remove("");
        return names;
    }

    private int right() {
        return legend().isEmpty() ? 14 : (int) Math.ceil(widest(legend())) + 48;
    }

    private static double widest(Collection<String> names) {
        return Lettering.widest(names, LETTERS, LONGEST_NAME);
    }

    @Override
    public void paint(Canvas canvas, int width, int height) {
        double left = Math.round(left());
        int top = top();
        int wide = Math.max(20, width - (int) left - right());
        int high = Math.max(20, height - top - (int) Math.ceil(bottom()));
        if (square) {
            wide = Math.min(wide, high);
            high = wide;
        }
        canvas.bold(Lettering.fitted(labels.title(), 14, width - 12), 14, 8, 19, Canvas.Anchor.START);
        canvas.text(labels.facts(), 11, 8, 19 + LINE + 2, Canvas.Anchor.START);
        axes(canvas, left, top, wide, high);
        for (Guide guide : guides) {
            dashes(canvas, guide, left, top, wide, high);
        }
        canvas.frame(Palette.GREY, 1, left, top, wide, high);
        Marks.series(canvas.part(left, top, wide, high), series, x, y, wide, high);
        for (Note note : notes) {
            boolean atEnd = x.share(note.x()) > NEAR_THE_END;
            canvas.text(note.text(), LETTERS, left + x.share(note.x()) * wide + (atEnd ? -7 : 7),
                    top + (1 - y.share(note.y())) * high - 6, atEnd ? Canvas.Anchor.END : Canvas.Anchor.START);
        }
        legend(canvas, left + wide + 12, top + 10);
    }

    private void axes(Canvas canvas, double left, double top, int wide, int high) {
        double below = top + high;
        for (Scale.Tick tick : x.ticks()) {
            double at = left + x.share(tick.value()) * wide;
            canvas.line(Palette.FAINT, 1, at, top, at, below);
            if (isOfItems()) {
                String name = Lettering.fitted(tick.label(), LETTERS, LONGEST_NAME);
                canvas.textUp(name, LETTERS, at + 4, below + 5, Canvas.Anchor.END);
            } else {
                canvas.text(tick.label(), LETTERS, at, below + 14, Canvas.Anchor.MIDDLE);
            }
        }
        for (Scale.Tick tick : y.ticks()) {
            double at = top + (1 - y.share(tick.value())) * high;
            canvas.line(Palette.FAINT, 1, left, at, left + wide, at);
            canvas.text(tick.label(), LETTERS, left - 5, at + 3.5, Canvas.Anchor.END);
        }
        canvas.text(labels.x(), 12, left + wide / 2.0, below + bottom() - 8, Canvas.Anchor.MIDDLE);
        canvas.textUp(labels.y(), 12, 16, top + high / 2.0, Canvas.Anchor.MIDDLE);
    }

    private void dashes(Canvas canvas, Guide guide, double left, double top, int wide, int high) {
        double x1 = left + x.share(guide.x1()) * wide;
        double y1 = top + (1 - y.share(guide.y1())) * high;
        double x2 = left + x.share(guide.x2()) * wide;
        double y2 = top + (1 - y.share(guide.y2())) * high;
        canvas.dashed(Palette.GREY, x1, y1, x2, y2);
    }

    private void legend(Canvas canvas, double x, double y) {
        double at = y;
        for (String name : legend()) {
            Series shown = series.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
            if (shown == null) {
                canvas.dashed(Palette.GREY, x, at - 4, x + 18, at - 4);
            } else {
                symbol(canvas, shown, x, at - 4);
            }
            canvas.text(Lettering.fitted(name, LETTERS, LONGEST_NAME), LETTERS, x + 24, at, Canvas.Anchor.START);
            at += LINE;
        }
    }

    private static void symbol(Canvas canvas, Series series, double x, double y) {
        switch (series.style()) {
            case DOTS -> canvas.disc(series.colour(), x + 9, y, 3);
            case DIAMONDS -> canvas.diamond(series.colour(), x + 9, y, 4);
            case RINGS -> canvas.ring(series.colour(), x + 9, y, 5);
            case LINE_AND_DOTS -> {
                canvas.line(series.colour(), 1.3, x, y, x + 18, y);
                canvas.disc(series.colour(), x + 9, y, 3);
            }
            case LINE, THICK_LINE ->
                    canvas.line(series.colour(), series.style() == Series.Style.LINE ? 1.5 : 2.5, x, y, x + 18, y);
        }
    }

    @Override
    public void print(TextCanvas text) {
        new ChartText(this, text).print();
    }
}
