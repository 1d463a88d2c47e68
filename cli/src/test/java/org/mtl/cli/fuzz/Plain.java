package org.mtl.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a table of RFC 4180 by its grammar and writes the same table another way: every cell quoted, lines ended by LF. */
final class Plain {

    private final String text;
    private final StringBuilder plain = new StringBuilder();
    private int at;

    private Plain(String text) {
        this.text = text;
    }

    /** The table written anew; empty where the bytes are no table of text. */
    static Optional<byte[]> of(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            Plain plain = new Plain(text.startsWith("\uFEFF") ? text.substring(1) : text);
            return plain.read() ? Optional.of(plain.plain.toString().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private boolean read() {
        while (at < text.length()) {
            List<String> record = new ArrayList<>();
            boolean more = true;
            while (more) {
                Optional<String> cell = cell();
                if (cell.isEmpty()) {
                    return false;
                }
                record.add(cell.get());
                more = at < text.length() && text.charAt(at) == ',';
                at += more ? 1 : 0;
            }
            if (!endOfLine()) {
                return false;
            }
            // An empty line is none, which a quoted empty cell would not say.
            plain.append(record.equals(List.of("")) ? "" : "\"" + String.join("\",\"", record) + "\"").append('\n');
        }
        return true;
    }

    private boolean endOfLine() {
        if (at == text.length()) {
            return true;
        }
        at += text.startsWith("\r\n", at) ? 2 : text.charAt(at) == '\n' ? 1 : 0;
        return text.charAt(at - 1) == '\n';
    }

    /** A cell with its quotes still doubled. */
    private Optional<String> cell() {
        int start = at;
        if (at < text.length() && text.charAt(at) == '"') {
            for (at++; at < text.length(); at++) {
                if (text.charAt(at) == '"') {
                    if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                        at++;
                    } else {
                        return Optional.of(text.substring(start + 1, at++));
                    }
                }
            }
            return Optional.empty();
        }
        while (at < text.length() && ",\r\n\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return Optional.of(text.substring(start, at));
    }
}
