package org.mtl.io;

import java.nio.charset.StandardCharsets;

/** Names of files made from names that users give. */
public final class FileNames {

    /** File systems take 255 bytes; an ending and a hash have to fit. */
    private static final int LONGEST = 200;
    private static final int HASH_DIGITS = 16;

    private FileNames() {}

    /**
     * A name for a file: ASCII letters, digits, {@code _}, {@code -} and (but for the first) {@code .} stay, every other byte of
     * UTF-8 becomes {@code %} and its two hexadecimal digits. Different names have different ones. Of a very long name the
     * beginning stays, with a part of its SHA-256.
     */
    public static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            if (plain || c == '.' && safe.length() > 0) {
                safe.append(c);
            } else {
                safe.append(String.format("%%%02X", (int) c));
            }
        }
        if (safe.length() == 0) {
            return "%";
        }
        if (safe.length() <= LONGEST) {
            return safe.toString();
        }
        String hash = Hashes.sha256(name.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
        return safe.substring(0, LONGEST - HASH_DIGITS - 1) + "~" + hash;
    }
}
