package org.mtl.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mtl.MtlException;

/** SHA-256 as 64 lower-case hexadecimal digits. */
public final class Hashes {

    private Hashes() {}

    /**
     * Hashes the bytes of a file as they lie on disk, compressed or not.
     *
     * @throws MtlException (MISSING) if the file does not exist or cannot be read, (DATA) if it is a folder, a pipe or a device
     */
    public static String sha256(Path file) {
        Inputs.requireRegular(file);
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            int count = in.read(buffer);
            while (count >= 0) {
                digest.update(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            throw Inputs.unreadable(file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Hashes bytes. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
