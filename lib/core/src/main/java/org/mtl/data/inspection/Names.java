package org.mtl.data.inspection;

import java.util.List;
import java.util.stream.Collectors;
import org.mtl.MtlException;

/** Names of columns, tasks and classes in messages. */
final class Names {

    /** A message lists so many names and counts the others. */
    private static final int MOST_LISTED = 4;

    /** What a message shows of a name, in UTF-16 units. */
    private static final int LONGEST = 60;

    private Names() {}

    /** The name in single quotes, on one line, cut where it is long. */
    static String quote(String name) {
        int end = name.length() <= LONGEST ? name.length() : name.offsetByCodePoints(0, LONGEST / 2);
        return "'" + MtlException.oneLine(name.substring(0, end)) + (end < name.length() ? "..." : "") + "'";
    }

    /** The first names, quoted, and how many there are besides. */
    static String list(List<String> names) {
        int shown = names.size() <= MOST_LISTED + 1 ? names.size() : MOST_LISTED;
        return names.stream().limit(shown).map(Names::quote).collect(Collectors.joining(", "))
                + more(names.size() - shown);
    }

    /** The first items as they are, and how many there are besides. */
    static String listed(List<String> items) {
        int shown = items.size() <= MOST_LISTED + 1 ? items.size() : MOST_LISTED;
        return String.join(", ", items.subList(0, shown)) + more(items.size() - shown);
    }

    private static String more(int rest) {
        return rest == 0 ? "" : " and " + rest + " more";
    }

    /** A number with its noun. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
