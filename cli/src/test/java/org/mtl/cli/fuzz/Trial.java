package org.mtl.cli.fuzz;

import java.util.List;
import java.util.stream.Stream;

/**
 * One command line on damaged input.
 *
 * @param words the words after {@code mtl}
 * @param in what stands on standard input
 * @param damaged the table that was damaged, empty where it was something else
 */
record Trial(List<String> words, byte[] in, String damaged) {

    static Trial of(String command) {
        return new Trial(List.of(command.split(" ")), new byte[0], "");
    }

    static Trial of(String command, String damaged) {
        return new Trial(List.of(command.split(" ")), new byte[0], damaged);
    }

    /** The same, with the trace of an error. */
    Trial traced() {
        return new Trial(Stream.concat(words.stream(), Stream.of("--stacktrace")).toList(), in, damaged);
    }

    @Override
    public String toString() {
        return "mtl " + String.join(" ", words);
    }
}
