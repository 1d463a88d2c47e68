package org.mtl.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The distinct labels of a target, at most {@value #MOST}, numbered as they come. */
final class LabelDictionary {

    /** The most labels, and the most classes of a target. */
    static final int MOST = 1000;

    /** What {@link #code} gives for a label that finds no place any more. */
    static final int FULL = -1;

    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Double, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    /** The code of a cell, if its text was seen before; otherwise {@link #FULL}. */
    int known(String cell) {
        return texts.getOrDefault(cell, FULL);
    }

    /** The code of a cell that holds a number; equal numbers have one code. */
    int code(String cell, double value) {
        int code = code(value);
        // Other ways to write a number only save time, so they are kept while there is room.
        if (code != FULL && texts.size() < MOST) {
            texts.put(cell, code);
        }
        return code;
    }

    /** The code of a number. */
    int code(double value) {
        Double key = value + 0.0;
        Integer code = numbers.get(key);
        if (code != null) {
            return code;
        }
        if (size() == MOST) {
            return FULL;
        }
        numbers.put(key, size());
        return add(ClassNames.of(key), key);
    }

    /** The code of a cell that holds no number and is not {@link #known}. */
    int newText(String cell) {
        if (size() == MOST) {
            return FULL;
        }
        texts.put(cell, size());
        return add(cell, Double.NaN);
    }

    private int add(String name, double value) {
        names.add(name);
        values.add(value);
        return names.size() - 1;
    }

    /** The number of distinct labels. */
    int size() {
        return names.size();
    }

    /** The number that a code stands for; NaN for text. */
    double number(int code) {
        return values.get(code);
    }

    /** True where there is a label that is a number. */
    boolean hasNumbers() {
        return !numbers.isEmpty();
    }

    /** True where there is a label that is none. */
    boolean hasText() {
        return numbers.size() < size();
    }

    /** True where every label that is a number is an integer. */
    boolean numbersAreIntegers() {
        return numbers.keySet().stream().allMatch(value -> value == Math.rint(value));
    }

    /** The codes in the order of the classes: as numbers if all are, otherwise as strings. */
    int[] inOrder() {
        Comparator<Integer> order = hasText() ? Comparator.comparing(names::get) : Comparator.comparing(values::get);
        return IntStream.range(0, size()).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
    }

    /** The name of the class of a code. */
    String name(int code) {
        return names.get(code);
    }
}
