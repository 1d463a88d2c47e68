package org.mtl.influence.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import org.mtl.MtlException;
import org.mtl.io.NpyAppender;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;

/** Blocks of projected gradients in a folder: {@code features-NNNNNN.npy}, outputs × D of 32 bits, and {@code slopes-NNNNNN.npy}. */
final class ProjectionFiles {

    private ProjectionFiles() {}

    private static Path file(Path folder, String what, int number) {
        return folder.resolve(String.format(Locale.ROOT, "%s-%06d.npy", what, number));
    }

    /** Whether a block is there; its slopes come last. */
    static boolean has(Path folder, int number) {
        return Files.exists(file(folder, "slopes", number));
    }

    /**
     * Writes a block; each of its files appears when it is complete.
     *
     * @throws MtlException (IO) if that fails
     */
    static void write(Path folder, int number, ProjectedModel.Block block, int dimension) {
        write(file(folder, "features", number), NpyType.F32, block.features(), block.outputs(), dimension);
        write(file(folder, "slopes", number), NpyType.F64, block.slopes(), block.outputs(), 1);
    }

    private static void write(Path file, NpyType type, double[] values, int rows, int width) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (NpyAppender out = new NpyAppender(fresh, type, width)) {
                for (int row = 0; row < rows; row++) {
                    out.append(values, row * width);
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a block.
     *
     * @param block its lines are known; receives features and slopes
     * @throws MtlException (DATA) if the files are not of these lines; (INPUT) if one is missing
     */
    static void read(Path folder, int number, ProjectedModel.Block block, int dimension) {
        read(file(folder, "features", number), block.outputs(), dimension, block.features());
        read(file(folder, "slopes", number), block.outputs(), 1, block.slopes());
    }

    private static void read(Path file, int rows, int width, double[] values) {
        try (NpyReader in = NpyReader.open(file)) {
            if (!Arrays.equals(in.shape(), new long[] {rows, width})) {
                throw MtlException.data(file + ": expected the shape [" + rows + ", " + width + "], found "
                        + Arrays.toString(in.shape()));
            }
            in.read(0, rows * width, values, 0);
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
        if (!FiniteCheck.isFinite(values, rows * width)) {
            throw MtlException.data(file + ": expected finite numbers");
        }
    }
}
