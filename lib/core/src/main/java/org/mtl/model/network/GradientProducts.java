package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * The products of gradients with each other, G = JJ', in 64 bits whatever the gradients have.
 *
 * <p>Ranges of all gradients at once are widened into room outside the heap that stays in a near cache, where a product
 * reads them without copies.
 *
 * @param <T> float[] or double[]
 */
final class GradientProducts<T> {

    /** Values of the room of a thread: 64 KiB. */
    private static final int ROOM_VALUES = 1 << 13;

    private final RealKernels<T> kernels;
    private final RealKernels<double[]> wide = RealKernels.ofDoubles();
    private final int tasks;
    private final int columns;
    private final ThreadLocal<Room<T>> rooms;

    private record Room<T>(T narrow, double[] row, RealVector rows, RealVector products) {}

    GradientProducts(RealKernels<T> kernels, int tasks) {
        this.kernels = kernels;
        this.tasks = tasks;
        this.columns = Math.max(64, ROOM_VALUES / tasks);
        this.rooms = ThreadLocal.withInitial(() -> new Room<>(kernels.array(columns), new double[columns],
                wide.vector(tasks * columns), wide.vector(tasks * tasks)));
    }

    /** G over {@code count} parameters from {@code from} on, K × K, row-major. */
    double[] of(List<RealVector> gradients, int from, int count) {
        Room<T> room = rooms.get();
        Matrix rows = new Matrix(room.rows, 0, columns);
        for (int done = 0; done < count; done += columns) {
            int size = Math.min(columns, count - done);
            for (int k = 0; k < tasks; k++) {
                kernels.get(gradients.get(k), from + done, room.narrow, 0, size);
                kernels.widen(room.narrow, size, room.row);
                wide.put(room.row, 0, room.rows, k * columns, size);
            }
            wide.multiplyByTransposed(tasks, tasks, size, rows, rows, done == 0 ? 0 : 1, new Matrix(room.products, 0, tasks));
        }
        double[] products = new double[tasks * tasks];
        room.products.get(0, products.length, products);
        mirror(products);
        return products;
    }

    /** The product's kernel may sum the two halves in other orders, which would leave them apart in their last bits. */
    private void mirror(double[] products) {
        for (int i = 0; i < tasks; i++) {
            for (int j = 0; j < i; j++) {
                products[i * tasks + j] = products[j * tasks + i];
            }
        }
    }
}
