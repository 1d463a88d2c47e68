package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;
import org.mtl.parallel.Workers;

/**
 * Projects gradients on D random directions, factor by factor of the outer products that they are: with a random vector r_d for
 * what each layer takes in and s_d for what it gives out, φ_d = D^{−½} Σ_layers (r_d·a)(s_d·δ). That is Pg for the D × p matrix of
 * the products of their values, which nobody writes out; E⟨Pg, Ph⟩ = ⟨g, h⟩. Where D is at least p, gradients are taken whole.
 */
public final class GradientProjection {

    /** The distribution of the vectors' values, of mean 0 and variance 1. */
    public enum Kind {
        /** Normal. */
        GAUSSIAN {
            @Override
            double draw(Random random) {
                return random.nextGaussian();
            }
        },
        /** 1 or −1. */
        RADEMACHER {
            @Override
            double draw(Random random) {
                return random.nextBoolean() ? 1 : -1;
            }
        },
        /** √3 or −√3 in one of six cases each, else 0 (Achlioptas 2003). */
        SPARSE {
            @Override
            double draw(Random random) {
                int face = random.nextInt(6);
                return face == 0 ? Math.sqrt(3) : face == 1 ? -Math.sqrt(3) : 0;
            }
        };

        abstract double draw(Random random);
    }

    /**
     * How gradients are projected.
     *
     * @param dimension D
     * @param seed what vectors are drawn from
     */
    public record Settings(int dimension, Kind kind, long seed) {

        /**
         * Checks the dimension.
         *
         * @throws MtlException (USAGE) if it is not positive
         */
        public Settings {
            if (dimension < 1) {
                throw MtlException.usage("--projection: expected at least 1, found " + dimension);
            }
        }
    }

    /** A layer's vectors, D × rows and D × columns. */
    private record Layer(Matrix inputs, Matrix outputs) {}

    /** Where each layer's gradient stands where gradients are taken whole. */
    private final Map<Architecture.Block, Integer> places = new LinkedHashMap<>();

    private final LayerProducts products;
    private final int dimension;
    private final Map<Architecture.Block, Layer> layers = new LinkedHashMap<>();

    /** Draws the vectors. */
    GradientProjection(List<Architecture.Block> blocks, Settings settings, Workers workers) {
        this.products = new LayerProducts(workers);
        int size = blocks.stream().mapToInt(Architecture.Block::size).sum();
        this.dimension = Math.min(settings.dimension(), size);
        int place = 0;
        for (Architecture.Block block : blocks) {
            if (dimension < size) {
                layers.put(block, new Layer(draw(settings, block, "inputs", block.rows()),
                        draw(settings, block, "outputs", block.columns())));
            }
            places.put(block, place);
            place += block.size();
        }
    }

    private Matrix draw(Settings settings, Architecture.Block block, String side, int width) {
        Random random = Seeds.random(settings.seed(), "projection:" + block.offset() + ":" + side);
        double[] values = new double[Math.multiplyExact(dimension, width)];
        for (int i = 0; i < values.length; i++) {
            values[i] = settings.kind().draw(random);
        }
        return products.of(values, dimension, width);
    }

    /** D, at most p. */
    int dimension() {
        return dimension;
    }

    /**
     * Projects the gradients of the labels of a batch.
     *
     * @param factors of all layers
     * @return labels × D
     */
    double[] project(List<LayerFactors> factors, int pairs) {
        double[] features = new double[Math.multiplyExact(pairs, dimension)];
        for (LayerFactors of : factors) {
            Layer layer = layers.get(of.block());
            if (layer == null) {
                for (int i = 0; i < of.count(); i++) {
                    of.writeOut(i, features, (of.pair() + i) * dimension + places.get(of.block()) - of.block().offset());
                }
                continue;
            }
            double[] in = moved(of.activations(), of.count(), layer.inputs());
            double[] out = moved(of.deltas(), of.count(), layer.outputs());
            int at = of.pair() * dimension;
            double scale = 1 / Math.sqrt(dimension);
            for (int i = 0; i < in.length; i++) {
                features[at + i] += scale * in[i] * out[i];
            }
        }
        return features;
    }

    private double[] moved(double[] values, int count, Matrix vectors) {
        Matrix result = products.zeros(count, dimension);
        products.multiplyByTransposed(count, products.of(values, count, vectors.stride()), vectors, result);
        return products.values(result, count);
    }

    /** P, D × p, as one matrix. */
    double[][] writtenOut(Architecture architecture) {
        double[][] matrix = new double[dimension][architecture.parameters()];
        for (int d = 0; d < dimension; d++) {
            int row = d;
            places.forEach((block, place) -> {
                if (layers.isEmpty() && row >= place && row < place + block.size()) {
                    matrix[row][block.offset() + row - place] = 1;
                }
            });
            layers.forEach((block, layer) -> {
                double[] in = products.values(layer.inputs(), dimension);
                double[] out = products.values(layer.outputs(), dimension);
                for (int j = 0; j < block.size(); j++) {
                    matrix[row][block.offset() + j] = in[row * block.rows() + j / block.columns()]
                            * out[row * block.columns() + j % block.columns()] / Math.sqrt(dimension);
                }
            });
        }
        return matrix;
    }
}
