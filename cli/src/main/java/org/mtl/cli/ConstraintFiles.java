package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.CsvReader;

/** Reads constraints on groups from CSV files. */
final class ConstraintFiles {

    private static final List<String> CONSTRAINTS = List.of("constraint", "task", "group", "value");
    private static final List<String> BUDGET = List.of("task", "group", "value");

    private ConstraintFiles() {}

    /**
     * Reads {@code constraint,task,group,value}.
     *
     * @throws MtlException (DATA) if a row names no constraint, lacks a cell that it needs, or fills one that it does not
     */
    static List<ConstraintStatement> constraints(String input, Context context) {
        return read(input, CONSTRAINTS, context, in -> {
            ConstraintKind kind = ConstraintKind.of(in.get(0)).orElseThrow(() -> MtlException.data(in.place(0)
                    + ": expected one of " + Arrays.stream(ConstraintKind.values()).map(ConstraintKind::word)
                            .collect(Collectors.joining(", ")) + ", found '" + in.get(0) + "'"));
            requireCell(in, 1, kind.task(), kind.word());
            requireCell(in, 2, kind.group(), kind.word());
            requireCell(in, 3, kind.value(), kind.word());
            return new ConstraintStatement(kind, in.get(1), in.get(2), in.get(3), place(in));
        });
    }

    /**
     * Reads {@code task,group,value}: a row with a task is its cost, one without is a budget, in a group or in all.
     *
     * @throws MtlException (DATA) if a row has no value
     */
    static List<ConstraintStatement> budget(String input, Context context) {
        return read(input, BUDGET, context, in -> {
            ConstraintKind kind = in.get(0).isEmpty() ? ConstraintKind.BUDGET : ConstraintKind.COST;
            requireCell(in, 2, kind.value(), kind.word());
            return new ConstraintStatement(kind, in.get(0), in.get(1), in.get(2), place(in));
        });
    }

    private static ConstraintStatement.Place place(CsvReader in) {
        return new ConstraintStatement.Place(in.name() + ":" + in.line(), false);
    }

    private static void requireCell(CsvReader in, int column, ConstraintKind.Cell cell, String word) {
        boolean empty = in.get(column).isEmpty();
        if (cell == ConstraintKind.Cell.REQUIRED && empty) {
            throw MtlException.data(in.place(column) + ": expected a value, which " + word + " needs, found an empty cell");
        }
        if (cell == ConstraintKind.Cell.NONE && !empty) {
            throw MtlException.data(in.place(column) + ": expected an empty cell, since " + word + " takes none, found '"
                    + in.get(column) + "'");
        }
    }

    /** Makes a statement of a row. */
    private interface Row {
        ConstraintStatement read(CsvReader in);
    }

    private static List<ConstraintStatement> read(String input, List<String> header, Context context, Row row) {
        String name = context.displayName(input);
        List<ConstraintStatement> statements = new ArrayList<>();
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            if (!in.header().equals(header)) {
                throw MtlException.data(name + ":1: expected the columns " + String.join(", ", header) + ", found "
                        + String.join(", ", in.header()));
            }
            while (in.next()) {
                statements.add(row.read(in));
            }
            return statements;
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }
}
