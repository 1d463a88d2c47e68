package org.mtl.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/**
 * Labels that are classes or numbers, by the rules of {@link TargetKinds}.
 *
 * <p>While there are few distinct ones, a label is the code of its text; with too many for classes, what was read before
 * becomes numbers again, and so are the labels from then on. So memory does not grow with the distinct labels.
 */
final class DistinctLabels implements LabelCoder {

    private final TargetKind kind;
    private final boolean fractionsByType;
    private final Consumer<DoubleUnaryOperator> replace;
    private final LabelDictionary dictionary = new LabelDictionary();
    private Optional<String> firstText = Optional.empty();
    private boolean asNumbers;
    private boolean integers = true;

    /**
     * Labels of one decision.
     *
     * @param kind {@link TargetKind#AUTO} or {@link TargetKind#CLASS}
     * @param fractionsByType whether the labels come as a floating-point type, of which only 0 and 1 are taken for
     *     classes if nobody asks for them
     * @param replace applies a function to all labels read so far
     */
    DistinctLabels(TargetKind kind, boolean fractionsByType, Consumer<DoubleUnaryOperator> replace) {
        this.kind = kind;
        this.fractionsByType = fractionsByType;
        this.replace = replace;
    }

    @Override
    public double read(CsvReader in, int column) {
        if (asNumbers) {
            return noted(Cells.number(in, column));
        }
        String cell = in.get(column);
        int known = dictionary.known(cell);
        if (known != LabelDictionary.FULL) {
            return known;
        }
        Cells.requireLabel(in, column);
        double value = ClassNames.number(cell);
        boolean text = Double.isNaN(value);
        int code = text ? dictionary.newText(cell) : dictionary.code(cell, value);
        if (code == LabelDictionary.FULL) {
            overflow(in.place(column), text);
            return noted(Cells.number(in, column));
        }
        if (text && firstText.isEmpty()) {
            firstText = Optional.of(in.place(column) + ": " + Cells.quote(cell) + " is not a number");
        }
        return code;
    }

    @Override
    public double read(double value, Supplier<String> place) {
        if (asNumbers) {
            return noted(value);
        }
        int code = dictionary.code(value);
        if (code == LabelDictionary.FULL) {
            overflow(place.get(), false);
            return noted(value);
        }
        return code;
    }

    private double noted(double value) {
        integers &= value == Math.rint(value);
        return value;
    }

    private void overflow(String place, boolean text) {
        if (kind == TargetKind.CLASS || text && !dictionary.hasNumbers()) {
            throw MtlException.data(place + ": expected at most " + LabelDictionary.MOST + " classes, found more");
        }
        refuseText();
        integers = dictionary.numbersAreIntegers();
        asNumbers = true;
        replace.accept(code -> dictionary.number((int) code));
    }

    private void refuseText() {
        firstText.ifPresent(message -> {
            throw MtlException.data(message);
        });
    }

    @Override
    public Coding finish(String target, Supplier<BitSet> training, Consumer<String> warn) {
        if (asNumbers) {
            warnOfIntegers("more than " + LabelDictionary.MOST, warn);
            return Coding.NUMBERS;
        }
        int size = dictionary.size();
        if (kind == TargetKind.CLASS && size == 1) {
            throw MtlException.data(target + ": expected at least two classes, found only " + Cells.quote(dictionary.name(0)));
        }
        if (kind == TargetKind.CLASS && size > 1 || size > 1 && looksLikeClasses(training)) {
            return classes();
        }
        refuseText();
        integers = size > 1 && dictionary.numbersAreIntegers();
        warnOfIntegers(Integer.toString(training.get().cardinality()), warn);
        double[] numbers = new double[size];
        Arrays.setAll(numbers, dictionary::number);
        return new Coding(List.of(), numbers, false);
    }

    private boolean looksLikeClasses(Supplier<BitSet> training) {
        if (fractionsByType) {
            return dictionary.size() == 2 && dictionary.number(0) + dictionary.number(1) == 1
                    && dictionary.number(0) * dictionary.number(1) == 0;
        }
        if (dictionary.size() == 2 || !dictionary.hasNumbers()) {
            return true;
        }
        long distinct = training.get().stream().filter(code -> !Double.isNaN(dictionary.number(code))).count();
        return dictionary.numbersAreIntegers() && distinct <= TargetKinds.MOST_INTEGERS;
    }

    private void warnOfIntegers(String distinct, Consumer<String> warn) {
        if (integers && kind == TargetKind.AUTO) {
            warn.accept("integers with " + distinct + " distinct values, taken as numbers; --loss softmax makes classes of"
                    + " them");
        }
    }

    private Coding classes() {
        int[] order = dictionary.inOrder();
        double[] recode = new double[order.length];
        String[] names = new String[order.length];
        for (int position = 0; position < order.length; position++) {
            recode[order[position]] = position;
            names[position] = dictionary.name(order[position]);
        }
        return new Coding(List.of(names), recode, true);
    }
}
