package org.mtl.plot;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Groups as blocks: a line for each task, a column for each group.
 *
 * @param title what it shows
 * @param names the names of the groups
 * @param groups the tasks of each; a task may be in several
 */
public record Membership(String title, List<String> names, List<List<String>> groups) implements Panel {

    private static final double LETTERS = 11;
    private static final double LONGEST_NAME = 150;
    private static final int TOP = 62;
    private static final int LARGEST_LINE = 18;
    private static final int SMALLEST_LINE = 11;
    private static final int HIGH = 620;
    private static final int COLUMN = 44;
    private static final int LEAST_WIDTH = 260;

    /** The tasks in the order of their first group. */
    private List<String> tasks() {
        Set<String> tasks = new LinkedHashSet<>();
        groups.forEach(tasks::addAll);
        return List.copyOf(tasks);
    }

    @Override
    public int width() {
        int wanted = (int) Math.ceil(left()) + COLUMN * groups.size() + 16;
        return Math.max(wanted, Math.max(LEAST_WIDTH, Lettering.heading(title, "")));
    }

    @Override
    public int height() {
        int tasks = Math.max(1, tasks().size());
        return TOP + tasks * Math.max(SMALLEST_LINE, Math.min(LARGEST_LINE, HIGH / tasks)) + 26;
    }

    private double left() {
        return 34 + Lettering.widest(tasks(), LETTERS, LONGEST_NAME);
    }

    @Override
    public void paint(Canvas canvas, int width, int height) {
        List<String> tasks = tasks();
        double left = Math.round(left());
        int line = Math.max(3, (height - TOP - 26) / Math.max(1, tasks.size()));
        double column = Math.max(4, Math.min(COLUMN, Math.floor((width - left - 16) / Math.max(1, groups.size()))));
        double letters = Math.min(LETTERS, 0.9 * line);
        double below = TOP + line * tasks.size();
        canvas.bold(Lettering.fitted(title, 14, width - 12), 14, 8, 19, Canvas.Anchor.START);
        canvas.text("group", 12, left, 41, Canvas.Anchor.START);
        canvas.textUp("task", 12, 18, TOP + line * tasks.size() / 2.0, Canvas.Anchor.MIDDLE);
        for (int i = 0; i < tasks.size(); i++) {
            canvas.text(Lettering.fitted(tasks.get(i), letters, LONGEST_NAME), letters, left - 5,
                    TOP + (i + 0.5) * line + 0.36 * letters, Canvas.Anchor.END);
            canvas.line(Palette.FAINT, 1, left, TOP + i * line, left + column * groups.size(), TOP + i * line);
        }
        for (int g = 0; g < groups.size(); g++) {
            double x = left + g * column;
            double middle = x + column / 2;
            canvas.text(names.get(g), Math.min(LETTERS, column / 2), middle, TOP - 5, Canvas.Anchor.MIDDLE);
            for (String task : groups.get(g)) {
                canvas.fill(Palette.series(g), x + 2, TOP + tasks.indexOf(task) * line + 1, column - 4, line - 2);
            }
            canvas.text(groups.get(g).size() + "", Math.min(10, column / 2), middle, below + 14, Canvas.Anchor.MIDDLE);
        }
        canvas.text("tasks", 10, left - 5, below + 14, Canvas.Anchor.END);
    }

    @Override
    public void print(TextCanvas text) {
        List<String> tasks = tasks();
        int longest = Math.min(24, tasks.stream().mapToInt(String::length).max().orElse(0));
        text.line(TextCanvas.ascii(title));
        text.upright(names, longest, 3);
        for (String task : tasks) {
            StringBuilder line = new StringBuilder(TextCanvas.right(TextCanvas.cut(task, 24), longest));
            for (List<String> group : groups) {
                line.append(group.contains(task) ? "  #" : "  .");
            }
            text.line(line.toString());
        }
        text.line("rows: tasks; columns: groups");
    }
}
