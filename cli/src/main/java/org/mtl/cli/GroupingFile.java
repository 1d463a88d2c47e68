package org.mtl.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.CsvReader;

/** Reads which tasks are to be trained together. */
final class GroupingFile {

    private static final List<String> HEADER = List.of("group", "task");

    private GroupingFile() {}

    /**
     * Reads groups that hold every task.
     *
     * @param owner what has the tasks, as messages call it
     * @return the tasks of each group by its number
     * @throws MtlException (DATA) if a line is no membership or comes twice, or a task is unknown or in no group
     */
    static SortedMap<Integer, Set<String>> read(String input, Collection<String> tasks, String owner, Context context) {
        SortedMap<Integer, Set<String>> groups = readSome(input, tasks, owner, context);
        requireAll(tasks, groups, context.displayName(input), owner);
        return groups;
    }

    /**
     * Reads {@code group,task}, a line per membership, as {@code mtl group} writes it; tasks may be missing.
     *
     * @param input a path, or {@code -} for standard input
     * @param owner what has the tasks, as messages call it
     * @return the tasks of each group by its number
     * @throws MtlException (DATA) if a line is no membership or comes twice, or a task is unknown
     */
    static SortedMap<Integer, Set<String>> readSome(
            String input, Collection<String> tasks, String owner, Context context) {
        Meta.requireKind(input, "grouping", context);
        String name = context.displayName(input);
        SortedMap<Integer, Set<String>> groups = new TreeMap<>();
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            if (in.header().size() < HEADER.size() || !in.header().subList(0, HEADER.size()).equals(HEADER)) {
                throw MtlException.data(name + ":1: expected the columns group, task, found " + String.join(", ", in.header()));
            }
            while (in.next()) {
                if (!tasks.contains(in.get(1))) {
                    throw MtlException.data(in.place(1) + ": " + owner + " has no task '" + in.get(1) + "'");
                }
                add(in, groups);
            }
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
        return groups;
    }

    /** Takes the current line, a membership. */
    static void add(CsvReader in, Map<Integer, Set<String>> groups) {
        String number = in.get(0);
        String task = in.get(1);
        if (!number.matches("[1-9]\\d{0,8}")) {
            throw MtlException.data(in.place(0) + ": expected the number of a group, at least 1, found '" + number + "'");
        }
        if (!groups.computeIfAbsent(Integer.parseInt(number), key -> new LinkedHashSet<>()).add(task)) {
            throw MtlException.data(in.name() + ":" + in.line() + ": task '" + task + "' of group " + number + " appears twice");
        }
    }

    private static void requireAll(Collection<String> tasks, Map<Integer, Set<String>> groups, String name, String owner) {
        Set<String> grouped = new TreeSet<>();
        groups.values().forEach(grouped::addAll);
        List<String> missing = tasks.stream().filter(task -> !grouped.contains(task)).toList();
        if (!missing.isEmpty()) {
            throw MtlException.data(name + ": expected each of " + owner + "'s " + tasks.size() + " tasks in a group, found "
                    + grouped.size() + "; without a group: " + String.join(", ", missing));
        }
    }
}
