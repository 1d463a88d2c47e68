package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mtl.io.Numbers;

/** What is worth a line about features: those that others determine, those that determine labels, and their scales. */
public final class DependencyFindings {

    /** So many combinations are written out, one a line; the rest is counted. */
    private static final int MOST_WRITTEN = 3;

    /** Standard deviations this far apart make one penalty mean different things for different features. */
    private static final double WIDE_SCALES = 1000;

    private DependencyFindings() {}

    /**
     * What predicts trouble, one line each.
     *
     * @param features the names of all features
     */
    public static List<String> warnings(Dependencies found, List<String> features) {
        List<String> lines = new ArrayList<>();
        leaks(found, lines);
        constants(found, lines);
        combinations(found, lines);
        if (found.tooFewRows()) {
            lines.add(Names.count(found.rows(), "training row") + " for " + Names.count(features.size(), "feature")
                    + ": so few leave it to chance that columns are combinations of many others, which are not listed");
        }
        if (!found.counters().isEmpty()) {
            lines.add("counting the rows, and a feature: " + Names.list(found.counters())
                    + "; name it with --id, or leave it out with --features");
        }
        if (!found.notCompared().isEmpty()) {
            lines.add("labels not compared with features, which would take long: tasks " + Names.list(found.notCompared()));
        }
        scales(found, features, lines);
        return lines;
    }

    private static void leaks(Dependencies found, List<String> lines) {
        write(found.labels().stream().map(label -> "label " + Names.quote(label.column()) + " is " + label.formula()
                + " in every training row: the features give it away").toList(),
                " more labels are combinations of features (--list-dependencies)", lines);
        write(found.telltales().stream().map(telltale -> "feature " + Names.quote(telltale.feature())
                + " has one value for each class of " + Names.quote(telltale.task())
                + " and another for each: it gives the label away").toList(),
                " more features have one value for each class", lines);
    }

    /** Adds the first lines and how many there are besides; what is besides is never one line only. */
    private static void write(List<String> all, String more, List<String> lines) {
        int shown = all.size() <= MOST_WRITTEN + 1 ? all.size() : MOST_WRITTEN;
        lines.addAll(all.subList(0, shown));
        if (shown < all.size()) {
            lines.add((all.size() - shown) + more);
        }
    }

    private static void constants(Dependencies found, List<String> lines) {
        List<String> constants =
                found.features().stream().filter(Dependency::isConstant).map(Dependency::column).toList();
        if (!constants.isEmpty()) {
            lines.add("one value only in all training rows: " + (constants.size() == 1 ? "feature " : "features ")
                    + Names.list(constants));
        }
    }

    private static void combinations(Dependencies found, List<String> lines) {
        write(found.features().stream().filter(column -> !column.isConstant()).map(column -> "feature "
                + Names.quote(column.column()) + (column.isRepetition() ? " repeats " : " is ") + column.formula()).toList(),
                " more features depend on others (--list-dependencies)", lines);
    }

    private static void scales(Dependencies found, List<String> features, List<String> lines) {
        double[] deviations = found.deviations();
        int[] varying = IntStream.range(0, deviations.length).filter(j -> deviations[j] > 0).toArray();
        if (varying.length == 0) {
            return;
        }
        int smallest = varying[0];
        int largest = varying[0];
        for (int j : varying) {
            smallest = deviations[j] < deviations[smallest] ? j : smallest;
            largest = deviations[j] > deviations[largest] ? j : largest;
        }
        if (deviations[largest] >= WIDE_SCALES * deviations[smallest]) {
            lines.add("standard deviations of features reach from " + shown(deviations[smallest]) + " ("
                    + Names.quote(features.get(smallest)) + ") to " + shown(deviations[largest]) + " ("
                    + Names.quote(features.get(largest)) + "): a penalty means the same for all with --standardize pooled");
        }
    }

    private static String shown(double value) {
        return Numbers.format(Double.parseDouble(String.format(Locale.ROOT, "%.1e", value)));
    }
}
