package org.mtl.data;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/** Labels whose classes are known before they are read: a given list, or one label against all others. */
final class FixedClasses implements LabelCoder {

    private final List<String> classes;
    private final Optional<String> positive;
    private final Map<String, Integer> codes = new HashMap<>();
    private boolean read;
    private boolean positiveSeen;

    private FixedClasses(List<String> classes, Optional<String> positive) {
        this.classes = classes;
        this.positive = positive;
        if (positive.isEmpty()) {
            for (int code = 0; code < classes.size(); code++) {
                codes.put(classes.get(code), code);
            }
        }
    }

    /** The codes of a list, in which every label must stand. */
    static FixedClasses of(List<String> classes) {
        return new FixedClasses(classes, Optional.empty());
    }

    /** Class 1 for one label, class 0 for all others. */
    static FixedClasses positive(String label) {
        return new FixedClasses(ClassNames.positive(label), Optional.of(label));
    }

    @Override
    public double read(CsvReader in, int column) {
        String cell = in.get(column);
        Integer known = codes.get(cell);
        int code = known != null ? known : firstSight(in, column, cell);
        return seen(code);
    }

    private int firstSight(CsvReader in, int column, String cell) {
        Cells.requireLabel(in, column);
        int code = code(cell, () -> in.place(column));
        if (codes.size() < LabelDictionary.MOST) {
            codes.put(cell, code);
        }
        return code;
    }

    @Override
    public double read(double value, Supplier<String> place) {
        return seen(code(ClassNames.of(value), place));
    }

    private int code(String cell, Supplier<String> place) {
        if (positive.isPresent()) {
            return ClassNames.same(cell, positive.get()) ? 1 : 0;
        }
        int code = classes.indexOf(ClassNames.of(cell));
        if (code < 0) {
            throw MtlException.data(place.get() + ": expected one of the classes " + ClassNames.list(classes) + ", found "
                    + Cells.quote(cell));
        }
        return code;
    }

    private int seen(int code) {
        read = true;
        positiveSeen |= code == 1;
        return code;
    }

    @Override
    public Coding finish(String target, Supplier<BitSet> training, Consumer<String> warn) {
        if (positive.isPresent() && read && !positiveSeen) {
            throw MtlException.data(target + ": --positive: no label is " + Cells.quote(positive.get()));
        }
        return new Coding(classes, new double[0], positive.isPresent());
    }
}
