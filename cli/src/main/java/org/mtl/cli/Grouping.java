package org.mtl.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/** Reads which tasks are to be trained together. */
final class Grouping {

    private static final List<String> HEADER = List.of("group", "task");

    private Grouping() {}

    /**
     * Reads {@code group,task}, a line per membership, as {@code mtl group} writes it.
     *
     * @param input a path, or {@code -} for standard input
     * @param tasks the model's tasks
     * @return the tasks of each group by its number
     * @throws MtlException (DATA) if a line is no membership or comes twice, or a task is unknown or in no group
     */
    static SortedMap<Integer, Set<String>> read(String input, Collection<String> tasks, Context context) {
        Meta.requireKind(input, "grouping", context);
        String name = context.displayName(input);
        SortedMap<Integer, Set<String>> groups = new TreeMap<>();
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            if (in.header().size() < HEADER.size() || !in.header().subList(0, HEADER.size()).equals(HEADER)) {
                throw MtlException.data(name + ":1: expected the columns group, task, found " + String.join(", ", in.header()));
            }
            while (in.next()) {
                add(in, tasks, groups);
            }
        } catch (IOException e) {
            throw MtlException.io(name + ": " + e.getMessage(), e);
        }
        requireAll(tasks, groups, name);
        return groups;
    }

    private static void add(CsvReader in, Collection<String> tasks, Map<Integer, Set<String>> groups) {
        String number = in.get(0);
        String task = in.get(1);
        if (!number.matches("[1-9]\\d{0,8}")) {
            throw MtlException.data(in.place(0) + ": expected the number of a group, at least 1, found '" + number + "'");
        }
        if (!tasks.contains(task)) {
            throw MtlException.data(in.place(1) + ": the model has no task '" + task + "'");
        }
        if (!groups.computeIfAbsent(Integer.parseInt(number), key -> new HashSet<>()).add(task)) {
            throw MtlException.data(in.name() + ":" + in.line() + ": task '" + task + "' of group " + number + " appears twice");
        }
    }

    private static void requireAll(Collection<String> tasks, Map<Integer, Set<String>> groups, String name) {
        Set<String> grouped = new TreeSet<>();
        groups.values().forEach(grouped::addAll);
        List<String> missing = tasks.stream().filter(task -> !grouped.contains(task)).toList();
        if (!missing.isEmpty()) {
            throw MtlException.data(name + ": expected each of the model's " + tasks.size() + " tasks in a group, found "
                    + grouped.size() + "; without a group: " + String.join(", ", missing));
        }
    }
}
