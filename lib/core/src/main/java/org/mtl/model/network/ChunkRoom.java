package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * Activations, slopes and deltas of all rows of a chunk, node by node, and rooms for the tiles that they are made in; made
 * once and used for chunk after chunk.
 *
 * @param <T> float[] or double[]
 */
final class ChunkRoom<T> {

    /** Room for one tile. */
    static final class Tile<T> {

        final RealVector sums;
        final T z;
        final T other;
        final T activations;
        final double[] outputs;
        final double[] deltas;

        private Tile(NetworkGraph graph, RealKernels<T> kernels, int rows) {
            int widest = 0;
            int stride = 0;
            for (int node = 0; node <= graph.output(); node++) {
                widest = Math.max(widest, graph.nodes().get(node).width());
                stride = Math.max(stride, graph.activationStride(node));
            }
            sums = kernels.vector(rows * widest);
            z = kernels.array(rows * widest);
            other = kernels.array(rows * widest);
            activations = kernels.array(rows * stride);
            outputs = new double[rows * graph.nodes().get(graph.output()).width()];
            deltas = new double[outputs.length];
        }
    }

    private final NetworkGraph graph;
    private final List<RealVector> activations = new ArrayList<>();
    private final List<RealVector> deltas = new ArrayList<>();
    private final List<T> slopes = new ArrayList<>();
    private final List<Tile<T>> tiles = new ArrayList<>();

    ChunkRoom(NetworkGraph graph, RealKernels<T> kernels, int rows) {
        this.graph = graph;
        for (int node = 0; node <= graph.output(); node++) {
            int width = graph.nodes().get(node).width();
            boolean output = node == graph.output();
            activations.add(kernels.vector(Math.multiplyExact(rows, output ? width : graph.activationStride(node))));
            deltas.add(kernels.vector(node == 0 ? 0 : Math.multiplyExact(rows, width)));
            slopes.add(kernels.array(node == 0 || output ? 0 : rows * width));
        }
        int ofTile = Math.min(rows, RowChunk.MOST_TILE_ROWS);
        for (int row = 0; row < rows; row += row < 2 * RowChunk.MOST_TILE_ROWS ? RowChunk.TILE_ROWS : RowChunk.MOST_TILE_ROWS) {
            tiles.add(new Tile<>(graph, kernels, ofTile));
        }
    }

    /** A node's activations, a 1 appended to each group where there is a bias; of the output node the outputs. */
    Matrix activations(int node) {
        int stride = node == graph.output() ? graph.nodes().get(node).width() : graph.activationStride(node);
        return new Matrix(activations.get(node), 0, stride);
    }

    /** A node's deltas. */
    Matrix deltas(int node) {
        return new Matrix(deltas.get(node), 0, graph.nodes().get(node).width());
    }

    /** A hidden node's slopes, rows × width. */
    T slopes(int node) {
        return slopes.get(node);
    }

    Tile<T> tile(int number) {
        return tiles.get(number);
    }
}
