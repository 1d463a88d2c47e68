package org.mtl.data.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.NpyType;

/**
 * What the rows of a source hold.
 *
 * @param targets the targets in order, at least one, all of one length
 * @param features the features
 * @param taskColumn the name of the column of tasks, where each row belongs to one
 * @param splitColumn the name of the column of splits, where rows have one
 */
public record Layout(List<Target> targets, Features features, Optional<String> taskColumn, Optional<String> splitColumn) {

    /** The usual name of the column of tasks. */
    static final String TASK = "task";
    /** The usual name of the column of splits. */
    static final String SPLIT = "split";
    /** The usual name of a single target. */
    static final String LABEL = "y";

    /**
     * A target.
     *
     * @param name the task's name
     * @param columns its columns, more than one for a vector
     * @param classes its classes, where labels are text: a row then holds their positions; empty for numbers
     */
    public record Target(String name, List<String> columns, List<String> classes) {

        /** A target that is a number. */
        static Target number(String name) {
            return new Target(name, List.of(name), List.of());
        }

        /** A target that is a class, or a number if there are no classes. */
        static Target of(String name, List<String> classes) {
            return new Target(name, List.of(name), classes);
        }
    }

    /**
     * The features of a row.
     *
     * @param names a name for each
     * @param type how an array holds them
     * @param shape the axes of a row in an array, whose product is their number
     */
    public record Features(List<String> names, NpyType type, long... shape) {

        /** Features as float64 in a row without further axes. */
        static Features of(List<String> names) {
            return new Features(names, NpyType.F64, names.size());
        }
    }

    /**
     * Refuses names that would stand twice in a header.
     *
     * @param place how messages name the input
     * @throws MtlException (DATA) naming the first
     */
    void requireDifferentNames(String place) {
        Set<String> seen = new HashSet<>();
        Stream.of(taskColumn.stream(), splitColumn.stream(), targets.stream().flatMap(target -> target.columns().stream()),
                features.names().stream()).flatMap(names -> names).forEach(name -> {
            if (!seen.add(name)) {
                throw MtlException.data(place + ": two columns are named '" + name + "'");
            }
        });
    }

    /** The number of target values in a row. */
    int targetSize() {
        return targets.size() * targets.get(0).columns().size();
    }
}
