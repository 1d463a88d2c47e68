package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.List;
import org.mtl.data.Features;

/**
 * The columns that are compared: features, and labels of the same rows.
 *
 * @param features all data rows, n × d
 * @param rows which of them, ascending
 * @param labels columns with a value for each of {@code rows}, in their order
 */
record ComparedColumns(Features features, int[] rows, List<LabelColumn> labels) {

    private static final int TILE_ROWS = 1024;

    /** What is done with each tile of rows, in order. */
    interface TileAction {
        /** Takes {@code count} rows of p values, row-major; the tile is filled again afterwards. */
        void accept(double[] tile, int count);
    }

    /** p, the number of features and label columns. */
    int count() {
        return features.names().size() + labels.size();
    }

    /** The number of features, d, which come first. */
    int featureCount() {
        return features.names().size();
    }

    /** The names, p of them. */
    List<String> names() {
        List<String> names = new ArrayList<>(features.names());
        labels.forEach(label -> names.add(label.name()));
        return names;
    }

    /** Passes over all rows once. */
    void forEachTile(TileAction action) {
        int p = count();
        double[] tile = new double[Math.min(TILE_ROWS, rows.length) * p];
        for (int from = 0; from < rows.length; from += TILE_ROWS) {
            int to = Math.min(rows.length, from + TILE_ROWS);
            features.copyRows(rows, from, to, tile, p);
            for (int label = 0; label < labels.size(); label++) {
                for (int i = from; i < to; i++) {
                    tile[(i - from) * p + featureCount() + label] = labels.get(label).value(i);
                }
            }
            action.accept(tile, to - from);
        }
    }
}
