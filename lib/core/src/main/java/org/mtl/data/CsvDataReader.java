package org.mtl.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.NumberRoom;

/** Reads features and labels from CSV, in one pass. */
public final class CsvDataReader {

    private final CsvReader in;
    private final Roles roles;
    private final ColumnPlan plan;
    private final FeatureColumns features;
    private final LabelCollector labels;
    private final Optional<ClassColumn> classes;
    private final SplitCodes splits = new SplitCodes(new NumberRoom());
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Long> linesOfIds = new HashMap<>();
    private int rows;

    private CsvDataReader(CsvReader in, Roles roles) {
        this.in = in;
        this.roles = roles;
        this.plan = ColumnPlan.of(in, roles);
        this.features = new FeatureColumns(in, plan.features(), !roles.features().isEmpty());
        this.labels = new LabelCollector(in.name(), roles, roles.target(), false, Optional.empty());
        this.classes = plan.classes().stream().mapToObj(column -> new ClassColumn(in.name(), in.header().get(column))).findFirst();
    }

    /**
     * Reads a whole CSV file, features into memory.
     *
     * @param in the bytes; closed in any case
     * @param name how messages name the input, usually the path as the user gave it
     * @param roles what the columns are for
     * @throws MtlException (USAGE) if the roles name no labels or give a column two roles; (DATA) with line and column
     *     if the data is not what the roles say; (IO) if reading fails
     */
    public static LoadedData read(InputStream in, String name, Roles roles) {
        try (in; CsvReader csv = openIfAsked(in, name, roles)) {
            return new CsvDataReader(csv, roles).readAll();
        } catch (IOException e) {
            throw MtlException.io(name + ": " + e.getMessage(), e);
        }
    }

    private static CsvReader openIfAsked(InputStream in, String name, Roles roles) {
        // A wrong command line is said before anything is read from a pipe.
        roles.form();
        return CsvReader.open(in, name);
    }

    private LoadedData readAll() {
        if (roles.form() == Dataset.Form.WIDE) {
            plan.targets().forEach(target -> labels.addTask(target.task(), target.columns().length));
        }
        while (in.next()) {
            readRow();
            rows++;
        }
        if (rows == 0) {
            throw MtlException.data(in.name() + ": expected at least one data row, found only the header");
        }
        classes.ifPresent(column -> column.addTo(labels));
        List<String> warnings = new ArrayList<>(plan.warnings());
        ChunkedFeatures values = features.finish(warnings);
        List<TaskData> tasks = labels.divide(in.name(), division(), warnings);
        RowIds rowIds = plan.id().isPresent() ? RowIds.named(ids) : RowIds.positions();
        Optional<String> splitColumn =
                plan.split().isPresent() ? Optional.of(in.header().get(plan.split().getAsInt())) : Optional.empty();
        return new LoadedData(new Dataset(values, rowIds, roles.form(), tasks), warnings, labels.notes(), rows,
                new LoadedData.ResolvedRoles(roles, splitColumn, values.names()));
    }

    private void readRow() {
        plan.id().ifPresent(this::readId);
        plan.split().ifPresent(column -> splits.add(Cells.split(in, column).ordinal()));
        if (plan.task().isPresent()) {
            String task = in.get(plan.task().getAsInt());
            if (task.isEmpty()) {
                throw MtlException.data(in.place(plan.task().getAsInt()) + ": expected a task's name, found an empty cell");
            }
            labels.add(task, rows, in, plan.targets().get(0).columns()[0]);
        } else {
            plan.targets().forEach(target -> target.read(in, rows, labels));
        }
        classes.ifPresent(column -> column.read(in, plan.classes().getAsInt(), rows));
        features.read();
    }

    private void readId(int column) {
        String id = in.get(column);
        if (id.isEmpty()) {
            throw MtlException.data(in.place(column) + ": expected a row's name, found an empty cell");
        }
        Long earlier = linesOfIds.putIfAbsent(id, in.line());
        if (earlier != null) {
            throw MtlException.data(in.place(column) + ": " + Cells.quote(id) + " is already the name of line " + earlier);
        }
        ids.add(id);
    }

    private Division division() {
        if (roles.split() instanceof SplitRule.Fractions fractions) {
            return Division.drawn(fractions, roles.form(), rows);
        }
        return plan.split().isPresent() ? Division.byRow(splits)
                : Division.allTraining();
    }
}
