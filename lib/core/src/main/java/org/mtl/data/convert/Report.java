package org.mtl.data.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;

/** What a conversion read and what it did not take over. */
public final class Report {

    /**
     * Something that is in the input and not, or not as it was, in the output.
     *
     * @param input how messages name the input
     * @param what what it is, as in {@code sentences dropped, since no word is in the table}
     * @param count how many, above 0
     * @param total of how many of the kind
     */
    public record Loss(String input, String what, long count, long total) {

        /** The loss in one line. */
        public String text() {
            return input + ": " + count + " of " + total + " " + what;
        }
    }

    private final List<String> notes = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();

    /** A number and what it counts, such as {@code 1 row} or {@code 2 rows}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Adds a line about what was read. */
    void note(String line) {
        notes.add(line);
    }

    /** Adds a loss, if there is one. */
    void loss(Input input, String what, long count, long total) {
        if (count > 0) {
            losses.add(new Loss(input.name(), what, count, total));
        }
    }

    /**
     * Makes sure that something is left to write.
     *
     * @param rows how many rows came
     * @throws MtlException (DATA) if none, naming the last thing that was lost
     */
    void requireRows(long rows) {
        if (rows == 0) {
            String reason = losses.isEmpty() ? "" : "; " + losses.get(losses.size() - 1).text();
            throw MtlException.data("expected at least one row to write, found none" + reason);
        }
    }

    /** What was read, a line each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** What was lost, in the order in which it was found out. */
    public List<Loss> losses() {
        return List.copyOf(losses);
    }

    /** The same as a JSON document. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("read", notes());
        json.put("lost", losses.stream().map(loss -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("input", loss.input());
            one.put("what", loss.what());
            one.put("count", loss.count());
            one.put("of", loss.total());
            return one;
        }).toList());
        return json;
    }
}
