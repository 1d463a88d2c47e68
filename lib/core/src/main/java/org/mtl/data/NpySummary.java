package org.mtl.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;

/**
 * What an NPY file holds, in one pass with memory that does not grow with the file.
 *
 * @param type the type of its elements
 * @param shape the sizes of its axes; empty for a single number
 * @param missing the number of NaNs, which stand for missing labels
 * @param numbers statistics of the finite numbers, if there are any; infinities are counted as non-finite
 */
public record NpySummary(NpyType type, long[] shape, long missing, Optional<Summary.NumberSummary> numbers) {

    /** Values per piece, 512 KiB. */
    private static final int PIECE = 1 << 16;

    /**
     * Reads the whole file.
     *
     * @throws MtlException (MISSING), (DATA) or (IO) as {@link NpyReader} says
     */
    public static NpySummary read(Path file) {
        try (NpyReader in = NpyReader.open(file)) {
            RunningSummary running = new RunningSummary();
            double[] piece = new double[(int) Math.min(PIECE, in.size())];
            long missing = 0;
            for (long from = 0; from < in.size(); from += piece.length) {
                int count = (int) Math.min(piece.length, in.size() - from);
                in.read(from, count, piece, 0);
                for (int i = 0; i < count; i++) {
                    if (Double.isNaN(piece[i])) {
                        missing++;
                    } else {
                        running.add(piece[i]);
                    }
                }
            }
            return new NpySummary(in.type(), in.shape(), missing, running.finish());
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }
}
