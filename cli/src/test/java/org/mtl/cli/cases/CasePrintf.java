package org.mtl.cli.cases;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** The shell's {@code printf} with {@code %s}, {@code %d}, {@code %%} and escapes, octal bytes among them. */
final class CasePrintf {

    private CasePrintf() { }

    /**
     * Formats as POSIX {@code printf} does, except that the format is used once.
     *
     * @return bytes, because an octal escape such as {@code \377} need not be UTF-8
     * @throws IllegalArgumentException for an escape or a conversion that is not known
     */
    static byte[] format(String format, List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<String> next = args.iterator();
        int position = 0;
        while (position < format.length()) {
            char c = format.charAt(position);
            if (c == '\\') {
                position = escape(format, position + 1, out);
            } else if (c == '%') {
                convert(format, position + 1, next, out);
                position += 2;
            } else {
                int end = position;
                while (end < format.length() && "\\%".indexOf(format.charAt(end)) < 0) {
                    end++;
                }
                out.writeBytes(format.substring(position, end).getBytes(StandardCharsets.UTF_8));
                position = end;
            }
        }
        if (next.hasNext()) {
            throw new IllegalArgumentException("printf: more arguments than '" + format + "' takes");
        }
        return out.toByteArray();
    }

    private static int escape(String format, int position, ByteArrayOutputStream out) {
        int end = position;
        while (end < format.length() && end < position + 3 && "01234567".indexOf(format.charAt(end)) >= 0) {
            end++;
        }
        if (end > position) {
            out.write(Integer.parseInt(format.substring(position, end), 8));
            return end;
        }
        int which = position < format.length() ? "nrt\\".indexOf(format.charAt(position)) : -1;
        if (which < 0) {
            throw new IllegalArgumentException("printf: an escape that is not known in '" + format + "'");
        }
        out.write("\n\r\t\\".charAt(which));
        return position + 1;
    }

    private static void convert(String format, int position, Iterator<String> args, ByteArrayOutputStream out) {
        char kind = position < format.length() ? format.charAt(position) : ' ';
        switch (kind) {
            case '%' -> out.write('%');
            case 's', 'd' -> out.writeBytes(args.next().getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException("printf: %" + kind + " is not known");
        }
    }
}
