package org.mtl.data.convert;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * Which columns of a table or an ARFF file have a role.
 *
 * @param task the column of tasks (long form)
 * @param targets the columns of labels; one in long form
 * @param split the column of splits
 * @param firstLabels how many columns at the front are labels; 0 if that was not said
 * @param lastLabels how many columns at the end are labels; 0 if that was not said
 */
public record Columns(Optional<String> task, List<String> targets, Optional<String> split, int firstLabels, int lastLabels) {

    /** Checks that labels are said once. */
    public Columns {
        if (firstLabels < 0 || lastLabels < 0) {
            throw MtlException.usage((firstLabels < 0 ? "--labels-first" : "--labels-last")
                    + ": expected a whole number of at least 1, found '" + Math.min(firstLabels, lastLabels) + "'");
        }
        int ways = (targets.isEmpty() ? 0 : 1) + (firstLabels > 0 ? 1 : 0) + (lastLabels > 0 ? 1 : 0);
        if (ways > 1) {
            throw MtlException.usage("expected one of --target, --targets, --labels-first and --labels-last, found several");
        }
        if (task.isPresent() && targets.size() != 1) {
            throw MtlException.usage("--task: expected --target with it, the column of the labels, found "
                    + (targets.isEmpty() ? "none" : "several"));
        }
    }

    /** No roles. */
    public static Columns none() {
        return new Columns(Optional.empty(), List.of(), Optional.empty(), 0, 0);
    }

    /**
     * The positions of the labels.
     *
     * @param names the columns
     * @param place how messages name the input
     * @throws MtlException (DATA) if a column is not there or there are too few; (USAGE) if none was named
     */
    List<Integer> labels(List<String> names, String place) {
        int count = firstLabels + lastLabels;
        if (count >= names.size()) {
            throw MtlException.data(place + ": expected more than " + count + " columns, labels and features, found "
                    + names.size());
        }
        if (targets.isEmpty()) {
            int from = lastLabels > 0 ? names.size() - count : 0;
            return IntStream.range(from, from + count).boxed().toList();
        }
        String option = task.isPresent() ? "--target" : "--targets";
        return targets.stream().map(target -> find(names, target, option, place)).toList();
    }

    /**
     * The position of a column.
     *
     * @param option the option that names it
     * @throws MtlException (DATA) if it is not there
     */
    static int find(List<String> names, String column, String option, String place) {
        int position = names.indexOf(column);
        if (position < 0) {
            throw MtlException.data(place + ": " + option + ": no column '" + column + "'");
        }
        return position;
    }
}
