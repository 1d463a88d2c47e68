package org.mtl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import picocli.CommandLine.Option;

/** What groups must be. */
final class GroupConstraintOptions {

    @Option(
            names = "--groups",
            paramLabel = "M",
            order = 10,
            description = "The number of groups. This or --max-groups is needed, here or in --constraints.")
    private String groups;

    @Option(
            names = "--max-groups",
            paramLabel = "M",
            order = 11,
            description = "At most M groups; how many of them are used is part of the search.")
    private String maxGroups;

    @Option(
            names = "--min-size",
            paramLabel = "N|GROUP=N,...",
            order = 12,
            description = "At least N tasks in each group, or in one: 3,2=5 asks for 5 in group 2 and 3 in the others.")
    private List<String> minSize = List.of();

    @Option(
            names = "--max-size",
            paramLabel = "N|GROUP=N,...",
            order = 13,
            description = "At most N tasks in each group, or in one.")
    private List<String> maxSize = List.of();

    @Option(
            names = "--budget",
            paramLabel = "FILE.csv",
            order = 14,
            description = "What the tasks of a group may cost. Columns task,group,value: a row with a task is its cost, in a"
                    + " group or, if that is empty, in all; a row without is the budget of a group or of each. Without"
                    + " costs each task costs 1.")
    private String budget;

    @Option(
            names = "--total-budget",
            paramLabel = "V",
            order = 15,
            description = "What all memberships together may cost.")
    private String totalBudget;

    @Option(names = "--partition", order = 16, description = "Every task in exactly one group.")
    private boolean partition;

    @Option(
            names = "--together",
            paramLabel = "TASK,TASK,...",
            order = 17,
            description = "A group that holds one of these tasks holds them all. May be repeated.")
    private List<String> together = List.of();

    @Option(
            names = "--apart",
            paramLabel = "TASK,TASK,...",
            order = 18,
            description = "No group holds two of these tasks. May be repeated.")
    private List<String> apart = List.of();

    @Option(
            names = "--pin",
            paramLabel = "TASK=GROUP,...",
            order = 19,
            description = "Put a task into the group of this number, whatever others it is in. May be repeated. With pins or"
                    + " limits of single groups the numbers of groups are yours.")
    private List<String> pin = List.of();

    @Option(
            names = "--max-memberships",
            paramLabel = "N|TASK=N,...",
            order = 20,
            description = "Each task, or one, in at most N groups.")
    private List<String> maxMemberships = List.of();

    @Option(names = "--distinct", order = 21, description = "No two groups are equal, the default.")
    private boolean distinct;

    @Option(names = "--no-distinct", order = 22, description = "Groups may be equal.")
    private boolean noDistinct;

    @Option(
            names = "--constraints",
            paramLabel = "FILE.csv",
            order = 23,
            description = "More constraints, named as the options are, a row each. Columns constraint,task,group,value; cost"
                    + " and budget rows are those of --budget, the other task of together and apart and the yes or no of"
                    + " distinct stand under value.")
    private String constraints;

    /**
     * Makes sure, before anything is read, that the number of groups can be known.
     *
     * @throws MtlException (USAGE) if nothing says it
     */
    void require() {
        if (groups == null && maxGroups == null && constraints == null) {
            throw MtlException.usage("--groups M or --max-groups M is missing");
        }
    }

    /** The inputs by what the user calls them. */
    Map<String, String> inputs() {
        Map<String, String> inputs = new HashMap<>();
        if (budget != null) {
            inputs.put("--budget", budget);
        }
        if (constraints != null) {
            inputs.put("--constraints", constraints);
        }
        return inputs;
    }

    /**
     * Everything that was asked for.
     *
     * @param tasks the names of the tasks
     * @throws MtlException (USAGE, DATA) if that makes no sense
     */
    StatedConstraints read(List<String> tasks, Context context) {
        List<ConstraintStatement> statements = new ArrayList<>(options());
        if (budget != null) {
            statements.addAll(ConstraintFiles.budget(budget, context));
        }
        if (constraints != null) {
            statements.addAll(ConstraintFiles.constraints(constraints, context));
        }
        return StatedConstraints.of(statements, tasks);
    }

    private List<ConstraintStatement> options() {
        if (distinct && noDistinct) {
            throw MtlException.usage("--distinct and --no-distinct exclude each other");
        }
        List<ConstraintStatement> all = new ArrayList<>();
        single(all, ConstraintKind.GROUPS, groups);
        single(all, ConstraintKind.MAX_GROUPS, maxGroups);
        minSize.forEach(text -> Lists.parseValues("--min-size", text, "group").forEach((group, value) ->
                all.add(option(ConstraintKind.MIN_SIZE, "", group, value))));
        maxSize.forEach(text -> Lists.parseValues("--max-size", text, "group").forEach((group, value) ->
                all.add(option(ConstraintKind.MAX_SIZE, "", group, value))));
        single(all, ConstraintKind.TOTAL_BUDGET, totalBudget);
        if (partition) {
            all.add(option(ConstraintKind.PARTITION, "", "", ""));
        }
        together.forEach(text -> addTogether(all, several("--together", text)));
        apart.forEach(text -> addApart(all, several("--apart", text)));
        pin.forEach(text -> Lists.parseValues("--pin", text, "task").forEach((task, group) ->
                all.add(pin(task, group, text))));
        maxMemberships.forEach(text -> Lists.parseValues("--max-memberships", text, "task").forEach((task, value) ->
                all.add(option(ConstraintKind.MAX_MEMBERSHIPS, task, "", value))));
        if (distinct || noDistinct) {
            all.add(new ConstraintStatement(ConstraintKind.DISTINCT, "", "", distinct ? "yes" : "no",
                    new ConstraintStatement.Place(distinct ? "--distinct" : "--no-distinct", true)));
        }
        return all;
    }

    /** All with the first, which ties them to each other. */
    private static void addTogether(List<ConstraintStatement> all, List<String> names) {
        names.stream().skip(1).forEach(name -> all.add(option(ConstraintKind.TOGETHER, names.get(0), "", name)));
    }

    /** Each pair. */
    private static void addApart(List<ConstraintStatement> all, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            for (String other : names.subList(i + 1, names.size())) {
                all.add(option(ConstraintKind.APART, names.get(i), "", other));
            }
        }
    }

    private static void single(List<ConstraintStatement> all, ConstraintKind kind, String value) {
        if (value != null) {
            all.add(option(kind, "", "", value));
        }
    }

    private static ConstraintStatement pin(String task, String group, String text) {
        if (task.isEmpty() || group.isEmpty()) {
            throw MtlException.usage("--pin: expected TASK=GROUP, found '" + text + "'");
        }
        return option(ConstraintKind.PIN, task, group, "");
    }

    private static ConstraintStatement option(ConstraintKind kind, String task, String group, String value) {
        return new ConstraintStatement(kind, task, group, value, new ConstraintStatement.Place("--" + kind.word(), true));
    }

    private static List<String> several(String option, String text) {
        List<String> names = Lists.parse(option, text);
        if (names.size() < 2) {
            throw MtlException.usage(option + ": expected two tasks at least, found '" + text + "'");
        }
        return names;
    }
}
