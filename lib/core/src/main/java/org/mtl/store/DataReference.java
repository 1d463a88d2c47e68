package org.mtl.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mtl.data.Roles;
import org.mtl.data.SplitRule;
import org.mtl.data.TargetKinds;

/**
 * Which data a model was trained on, as {@code model.json} records it.
 *
 * @param path as the user gave it; {@code -} for standard input
 * @param absolute the absolute path at that time; empty for standard input
 * @param sha256 the fingerprint of the data's bytes, {@link Fingerprint}
 * @param rows the number of data rows
 * @param roles what the columns are for, with the feature columns and the split column that were in effect
 */
public record DataReference(String path, String absolute, String sha256, int rows, Roles roles) {

    /** As the JSON object {@code data}. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", path);
        json.put("absolute", absolute);
        json.put("sha256", sha256);
        json.put("rows", rows);
        Map<String, Object> columns = new LinkedHashMap<>();
        roles.task().ifPresent(column -> columns.put("task", column));
        roles.target().ifPresent(column -> columns.put("target", column));
        if (!roles.targets().isEmpty()) {
            columns.put("targets", roles.targets());
        }
        roles.oneVsRest().ifPresent(column -> columns.put("one_vs_rest", column));
        roles.id().ifPresent(column -> columns.put("id", column));
        if (roles.split() instanceof SplitRule.ByColumn column) {
            columns.put("split", column.name());
        }
        roles.positive().ifPresent(value -> columns.put("positive", value));
        columns.put("features", roles.features());
        json.put("columns", columns);
        return json;
    }

    static DataReference fromJson(JsonObject json) {
        JsonObject columns = json.object("columns");
        Optional<String> split = columns.optionalText("split");
        SplitRule rule = split.<SplitRule>map(SplitRule.ByColumn::new).orElseGet(SplitRule.Default::new);
        Roles roles = new Roles(columns.optionalText("task"), columns.optionalText("target"), columns.texts("targets"),
                columns.optionalText("one_vs_rest"), columns.optionalText("id"), rule, columns.texts("features"),
                columns.optionalText("positive"), TargetKinds.auto());
        return new DataReference(
                json.path("path"), json.path("absolute"), json.text("sha256"), json.integer("rows"), roles);
    }
}
