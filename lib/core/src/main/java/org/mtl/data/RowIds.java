package org.mtl.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of data rows: the values of an id column, or the 0-based positions. */
public final class RowIds {

    private final List<String> names;
    private Map<String, Integer> positions;

    private RowIds(List<String> names) {
        this.names = names;
    }

    /** Rows named by their 0-based position. */
    public static RowIds positions() {
        return new RowIds(List.of());
    }

    /** Rows named by the values of an id column, all different. */
    public static RowIds named(List<String> names) {
        return new RowIds(List.copyOf(names));
    }

    /** The name of a 0-based data row. */
    public String name(int row) {
        return names.isEmpty() ? Integer.toString(row) : names.get(row);
    }

    /** True where the data has an id column. */
    public boolean isNamed() {
        return !names.isEmpty();
    }

    /**
     * The data row with this name, or −1. The first call on named rows builds an index; not safe for concurrent use.
     *
     * @param rows the number of data rows, which bounds positions
     */
    public int find(String name, int rows) {
        if (names.isEmpty()) {
            return position(name, rows);
        }
        if (positions == null) {
            positions = new HashMap<>();
            for (int row = 0; row < names.size(); row++) {
                positions.put(names.get(row), row);
            }
        }
        return positions.getOrDefault(name, -1);
    }

    private static int position(String name, int rows) {
        try {
            int row = Integer.parseInt(name);
            return row >= 0 && row < rows && Integer.toString(row).equals(name) ? row : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
