package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.io.Inputs;

/**
 * The file of {@code train --sweep}: options, one per line, each with the values that are tried. All combinations of the
 * lines up to an empty line are runs; what follows the empty line is a grid of its own.
 *
 * @param name how messages name the file
 * @param options all options that appear, without dashes, in the order of their first appearance
 * @param runs what each run gives to them; an option that a run leaves out is missing, a flag's value is empty
 */
record SweepFile(String name, List<String> options, List<Map<String, String>> runs) {

    /** A value that stands for the option left out, and for a flag that is given. */
    private static final String OUT = "-";
    private static final String FLAG = "+";

    /** A sweep of more runs is a mistake in the file rather than a wish. */
    private static final int MOST_RUNS = 100_000;

    /**
     * Reads a file.
     *
     * @throws MtlException (MISSING) if it does not exist; (DATA) if it is no text, a line has no values, an option or one of its values
     *     appears twice, or there are no runs
     */
    static SweepFile read(String file, Context context) {
        String name = context.displayName(file);
        List<Map<String, String>> runs = new ArrayList<>();
        Set<String> options = new LinkedHashSet<>();
        try (InputStream in = context.open(file)) {
            Map<String, List<String>> grid = new LinkedHashMap<>();
            int number = 0;
            for (String line : Inputs.text(in, name).lines().toList()) {
                String place = name + ":" + ++number;
                String text = line.strip();
                if (text.isEmpty()) {
                    addCombinations(grid, runs, place);
                    grid = new LinkedHashMap<>();
                } else if (!text.startsWith("#")) {
                    addLine(text.split("\\s+"), grid, place);
                }
                options.addAll(grid.keySet());
            }
            addCombinations(grid, runs, name);
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
        if (runs.isEmpty()) {
            throw MtlException.data(name + ": expected lines such as 'combine mgda pcgrad', found none");
        }
        return new SweepFile(name, List.copyOf(options), runs);
    }

    private static void addLine(String[] words, Map<String, List<String>> grid, String place) {
        String option = words[0].startsWith("--") ? words[0].substring(2) : words[0];
        List<String> values = List.of(words).subList(1, words.length);
        if (values.isEmpty()) {
            throw MtlException.data(place + ": expected '" + option + "' and the values to be tried, found no value; + stands for a"
                    + " flag that is given, - for an option that is not");
        }
        if (Set.copyOf(values).size() < values.size()) {
            throw MtlException.data(place + ": a value of '" + option + "' appears twice");
        }
        if (grid.put(option, values) != null) {
            throw MtlException.data(place + ": '" + option + "' appears twice before an empty line");
        }
    }

    /** The last option's values change first. */
    private static void addCombinations(Map<String, List<String>> grid, List<Map<String, String>> runs, String place) {
        if (grid.isEmpty()) {
            return;
        }
        List<Map<String, String>> all = List.of(Map.of());
        for (Map.Entry<String, List<String>> option : grid.entrySet()) {
            if ((long) all.size() * option.getValue().size() + runs.size() > MOST_RUNS) {
                throw MtlException.data(place + ": expected at most " + MOST_RUNS + " runs, found more");
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> run : all) {
                for (String value : option.getValue()) {
                    Map<String, String> more = new LinkedHashMap<>(run);
                    if (!value.equals(OUT)) {
                        more.put(option.getKey(), value.equals(FLAG) ? "" : value);
                    }
                    longer.add(more);
                }
            }
            all = longer;
        }
        runs.addAll(all);
    }

    /** A run's options as words of a command line. */
    static List<String> words(Map<String, String> run) {
        List<String> words = new ArrayList<>();
        run.forEach((option, value) -> words.add(value.isEmpty() ? "--" + option : "--" + option + "=" + value));
        return words;
    }

    /** What tables show for an option of a run. */
    static String shown(Map<String, String> run, String option) {
        String value = run.get(option);
        return value == null ? OUT : value.isEmpty() ? FLAG : value;
    }
}
