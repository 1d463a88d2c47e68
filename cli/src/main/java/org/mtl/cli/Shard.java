package org.mtl.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.MtlException;

/**
 * One of several parts of the rows, {@code --shard i/N}.
 *
 * @param number from 1 to {@code of}
 * @param of the number of parts
 */
record Shard(int number, int of) {

    /** What the option does. */
    static final String DESCRIPTION = "Do only part i of N of the work, for job arrays: of influence these training rows, whose"
            + " files --merge joins; of evaluate --check these models, whose --truth files cat joins.";

    /** All rows. */
    static final Shard ALL = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,8})");

    /**
     * Reads the option.
     *
     * @throws MtlException (USAGE) if it is no part of so many
     */
    static Shard parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > Integer.parseInt(parts.group(2))) {
            throw MtlException.usage("--shard: expected i/N, such as 2/8, found '" + text + "'");
        }
        return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /** The first of some blocks that is in this part. */
    int from(int blocks) {
        return (int) ((long) blocks * (number - 1) / of);
    }

    /** The block after the last one of this part. */
    int to(int blocks) {
        return (int) ((long) blocks * number / of);
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
