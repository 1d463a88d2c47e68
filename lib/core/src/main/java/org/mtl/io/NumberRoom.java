package org.mtl.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mtl.MtlException;

/**
 * Where long rows of numbers lie: the first 2²⁰ in the heap, all others in files in the temporary folder that are mapped into
 * memory, so that the heap does not grow with them. The system writes pages out when it needs their memory, and takes
 * them back in when they are read.
 *
 * <p>A file is written whole before it is mapped, so that a full disk is an error of the write and not a fault of the access;
 * and its name is taken away at once, so that nothing is left however the process ends. Its room is given back when the numbers are
 * no longer in use, or the process ends. Safe on several threads at once.
 */
public final class NumberRoom {

    /** The property that says how many numbers lie in the heap, for tests. */
    static final String HEAP_NUMBERS = "org.mtl.heap.numbers";

    private static final long DEFAULT_HEAP_NUMBERS = 1L << 20;
    private static final int FIRST_FILE = 1 << 20;
    private static final int LARGEST_FILE = 1 << 26;
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private long heapLeft;
    private int nextFile = FIRST_FILE;
    /** What is left of the file that was mapped last. */
    private ByteBuffer open = ByteBuffer.allocate(0);

    /** Room in the heap and in the system's temporary folder. */
    public NumberRoom() {
        this(Long.getLong(HEAP_NUMBERS, DEFAULT_HEAP_NUMBERS), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Room of a certain size in the heap.
     *
     * @param heapNumbers how many numbers may lie in the heap
     * @param folder where files go
     */
    NumberRoom(long heapNumbers, Path folder) {
        this.heapLeft = heapNumbers;
        this.folder = folder;
    }

    /**
     * Room for so many numbers, all 0.
     *
     * @throws MtlException (IO) if no file can be made or written
     */
    synchronized IntBuffer ints(int count) {
        return takeHeap(count) ? IntBuffer.allocate(count) : mapped(count * Integer.BYTES).asIntBuffer();
    }

    /**
     * Room for so many numbers, all 0.
     *
     * @throws MtlException (IO) if no file can be made or written
     */
    synchronized DoubleBuffer doubles(int count) {
        return takeHeap(count) ? DoubleBuffer.allocate(count) : mapped(count * Double.BYTES).asDoubleBuffer();
    }

    /** Takes note that numbers in the heap are out of use. */
    synchronized void giveBack(int count) {
        heapLeft += count;
    }

    private boolean takeHeap(int count) {
        if (count > heapLeft) {
            return false;
        }
        heapLeft -= count;
        return true;
    }

    private ByteBuffer mapped(int bytes) {
        if (open.remaining() < bytes) {
            int size = Math.max(bytes, nextFile);
            nextFile = Math.min(LARGEST_FILE, 2 * nextFile);
            try {
                open = map(size);
            } catch (IOException e) {
                throw MtlException.io("the temporary folder " + folder + ": " + Inputs.reason(e), e);
            }
        }
        ByteBuffer taken = open.slice(open.position(), bytes).order(ByteOrder.nativeOrder());
        open.position(open.position() + bytes);
        return taken;
    }

    private ByteBuffer map(int size) throws IOException {
        Path file = Files.createTempFile(folder, "mtl-", ".numbers");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(file);
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, PIECE));
            for (int left = size; left > 0;) {
                left -= channel.write(zeros.clear().limit(Math.min(left, PIECE)));
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
