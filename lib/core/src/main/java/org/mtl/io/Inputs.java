package org.mtl.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.mtl.MtlException;

/** Opens input files; gzip data is recognized by its first two bytes, whatever the file's name. */
public final class Inputs {

    private static final int LONGEST_TEXT = 1 << 24;

    private Inputs() {}

    /**
     * Opens a file or pipe for reading, decompressed if it holds gzip data.
     *
     * <p>Damage to gzip data shows while reading, as {@link ZipException} or {@link EOFException}; see {@link #failure}.
     *
     * @throws MtlException (MISSING) if the file does not exist or cannot be read, (DATA) if it is a folder
     */
    public static InputStream open(Path path) {
        requireNoFolder(path);
        try {
            InputStream raw = Files.newInputStream(path);
            try {
                return decompress(raw);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Passes a stream on, decompressed if it starts as gzip data does.
     *
     * @param in the bytes, of which the first two are read at once; closed with the result
     * @throws IOException if reading fails
     */
    public static InputStream decompress(InputStream in) throws IOException {
        byte[] start = in.readNBytes(GzipStream.MAGIC_SIZE);
        var whole = new PushbackInputStream(in, GzipStream.MAGIC_SIZE);
        whole.unread(start);
        return GzipStream.isMagic(start) ? new GzipStream(whole) : whole;
    }

    /**
     * Reads a whole text that a person or a script wrote, such as a list of options.
     *
     * @param in the bytes; left open
     * @param name how messages name the input
     * @throws MtlException (DATA) if it is no UTF-8, holds NUL or has more than 16 MiB
     * @throws IOException if reading fails
     */
    public static String text(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(LONGEST_TEXT + 1);
        for (byte b : bytes) {
            if (b == 0) {
                throw MtlException.data(name + ": expected UTF-8 text, found a NUL byte");
            }
        }
        if (bytes.length > LONGEST_TEXT) {
            throw MtlException.data(name + ": expected a text of at most " + LONGEST_TEXT + " bytes, found a longer one");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw MtlException.data(name + ": expected UTF-8 text, found other bytes");
        }
    }

    /**
     * What a failed read of an opened input means: damaged gzip data, links in a circle (DATA), or an error of the system (IO).
     *
     * @param name how messages name the input
     */
    public static MtlException failure(String name, IOException e) {
        if (e instanceof ZipException || e instanceof EOFException) {
            return MtlException.data(name + ": damaged gzip data: " + e.getMessage());
        }
        if (e instanceof FileSystemLoopException) {
            return MtlException.data(name + ": " + reason(e));
        }
        return MtlException.io(name + ": " + reason(e), e);
    }

    static void requireNoFolder(Path path) {
        if (Files.isDirectory(path)) {
            throw MtlException.data(path + ": expected a file, found a folder");
        }
    }

    /**
     * Refuses what is read at any place, or as a whole, and might never end.
     *
     * @throws MtlException (DATA) if the path is a folder, a pipe or a device
     */
    static void requireRegular(Path path) {
        requireNoFolder(path);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw MtlException.data(path + ": expected a regular file, found a pipe or device");
        }
    }

    /** Says in one line why a file could not be opened or read. */
    static MtlException unreadable(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return MtlException.missing(path + ": no such file");
        }
        return MtlException.missing(path + ": cannot be read: " + reason(e));
    }

    /** What the system said, without the file's name, which the message has already. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemLoopException) {
            return "a symbolic link in it leads back to " + e.getMessage();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        String text = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }
}
