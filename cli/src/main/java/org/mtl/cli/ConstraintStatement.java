package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.mtl.MtlException;
import org.mtl.io.Numbers;

/**
 * A constraint on groups as the user stated it, by an option or in a row of a file.
 *
 * @param task its name; empty for all, or none
 * @param group its number; empty for all, or none
 * @param value what the constraint asks for; empty where it needs nothing more
 * @param place where it was stated
 */
record ConstraintStatement(ConstraintKind kind, String task, String group, String value, Place place) {

    /**
     * Where something was stated.
     *
     * @param name an option, or a file with the line
     * @param isOption which of the two
     */
    record Place(String name, boolean isOption) {

        /** A value that makes no sense. */
        MtlException wrong(String column, String expected, String found) {
            String text = ": expected " + expected + ", found '" + found + "'";
            return isOption ? MtlException.usage(name + text) : MtlException.data(name + ": column '" + column + "'" + text);
        }

        /** Something that clashes with the rest of what was stated. */
        MtlException clash(String message) {
            return isOption ? MtlException.usage(name + ": " + message) : MtlException.data(name + ": " + message);
        }

        /** Something that clashes with the tasks there are. */
        MtlException unfit(String message) {
            return MtlException.data(name + ": " + message);
        }
    }

    /** The value as a whole number of at least 1. */
    int count() {
        return wholeNumber("value", value, "a whole number of at least 1");
    }

    /** The value as a number of at least 0. */
    double amount() {
        try {
            double amount = Numbers.parse(value);
            if (amount >= 0 && amount < Double.POSITIVE_INFINITY) {
                return amount;
            }
        } catch (NumberFormatException e) {
            throw place.wrong("value", "a number of at least 0", value);
        }
        throw place.wrong("value", "a number of at least 0", value);
    }

    /** The group's position, from its number; empty if none was named. */
    OptionalInt slot(int groups) {
        if (group.isEmpty()) {
            return OptionalInt.empty();
        }
        String expected = "the number of a group, from 1 to " + groups;
        int number = wholeNumber("group", group, expected);
        if (number > groups) {
            throw place.wrong("group", expected, group);
        }
        return OptionalInt.of(number - 1);
    }

    private int wholeNumber(String column, String text, String expected) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw place.wrong(column, expected, text);
        }
        return Integer.parseInt(text);
    }

    /** The position of the task; empty if none was named. */
    OptionalInt position(List<String> tasks) {
        return task.isEmpty() ? OptionalInt.empty() : OptionalInt.of(position("task", task, tasks));
    }

    /** The position of the task that is named in place of a value. */
    int otherPosition(List<String> tasks) {
        return position("value", value, tasks);
    }

    private int position(String column, String name, List<String> tasks) {
        int position = tasks.indexOf(name);
        if (position < 0) {
            String cell = place.isOption() ? "" : "column '" + column + "': ";
            throw place.unfit(cell + "the matrix has no task '" + name + "'");
        }
        return position;
    }

    /** The statement for a summary: what a row of a constraints file has. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("constraint", kind.word());
        if (!task.isEmpty()) {
            json.put("task", task);
        }
        if (!group.isEmpty()) {
            json.put("group", group);
        }
        if (!value.isEmpty()) {
            json.put("value", value);
        }
        return json;
    }
}
