package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.io.Json;

/** An error as one line of JSON, for programs that start {@code mtl}. */
final class ErrorText {

    /** A place in data, as all messages say it: file, line and perhaps column. */
    private static final Pattern PLACE = Pattern.compile("(.+?):([1-9][0-9]*): (?:column '(.*?)': )?.*");

    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z0-9-]*)\\b.*");

    private ErrorText() {}

    /**
     * The members {@code code}, {@code kind} and {@code message}, then {@code file}, {@code line}, {@code column} or
     * {@code option} where the message begins with one.
     */
    static String json(int code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("kind", kind(code));
        error.put("message", message);
        Matcher place = PLACE.matcher(message);
        Matcher option = OPTION.matcher(message);
        if (code == ExitCode.DATA && place.matches()) {
            error.put("file", place.group(1));
            error.put("line", Long.valueOf(place.group(2)));
            if (place.group(3) != null) {
                error.put("column", place.group(3));
            }
        } else if (option.matches()) {
            error.put("option", option.group(1));
        }
        return Json.line(error);
    }

    private static String kind(int code) {
        return switch (code) {
            case ExitCode.USAGE -> "usage";
            case ExitCode.GATE -> "gate";
            case ExitCode.DATA -> "data";
            case ExitCode.MISSING -> "missing";
            case ExitCode.UNAVAILABLE -> "unavailable";
            case ExitCode.MEMORY -> "memory";
            case ExitCode.CANNOT_CREATE -> "cannot create";
            case ExitCode.IO -> "io";
            case ExitCode.BUSY -> "busy";
            default -> "fault";
        };
    }
}
