package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealVector;

/** Where the dense layers of a network of images or words lie in its parameters, and where in those of a network of their own. */
final class InnerBlocks {

    private final int parameters;
    private final List<Architecture.Block> inner;
    private final List<Architecture.Block> outer;

    /**
     * The blocks of two networks of which one is a part.
     *
     * @param whole the network of images or words
     * @param part its dense layers; each of its blocks is one of the whole
     */
    InnerBlocks(Architecture whole, Architecture part) {
        this.parameters = part.parameters();
        this.inner = part.blocks();
        this.outer = inner.stream().map(block -> same(block, whole)).toList();
    }

    private static Architecture.Block same(Architecture.Block block, Architecture whole) {
        return whole.blocks().stream()
                .filter(other -> other.name().equals(block.name()) && other.task().equals(block.task()))
                .findFirst().orElseThrow();
    }

    /** The block of the whole that one of the part stands for. */
    Architecture.Block outer(Architecture.Block block) {
        return outer.get(inner.indexOf(block));
    }

    /** Copies the dense layers' part of the whole's parameters to the part's. */
    void copy(RealVector from, RealVector to) {
        for (int i = 0; i < inner.size(); i++) {
            double[] values = new double[inner.get(i).size()];
            from.get(outer.get(i).offset(), values.length, values);
            to.put(inner.get(i).offset(), values.length, values);
        }
    }

    /**
     * Adds a gradient of the part to that of the whole.
     *
     * @param shared receives the part of what tasks share
     * @param own receives the part of what they do not; may be the same vector
     */
    void add(RealVector gradient, RealVector shared, RealVector own) {
        for (int i = 0; i < inner.size(); i++) {
            double[] values = new double[inner.get(i).size()];
            gradient.get(inner.get(i).offset(), values.length, values);
            RealVector into = outer.get(i).task().isEmpty() ? shared : own;
            double[] sums = new double[values.length];
            into.get(outer.get(i).offset(), sums.length, sums);
            for (int j = 0; j < values.length; j++) {
                sums[j] += values[j];
            }
            into.put(outer.get(i).offset(), sums.length, sums);
        }
    }

    /** A vector of the whole with that of the part in its place. */
    double[] replaced(double[] whole, double[] part) {
        double[] replaced = whole.clone();
        for (int i = 0; i < inner.size(); i++) {
            System.arraycopy(part, inner.get(i).offset(), replaced, outer.get(i).offset(), inner.get(i).size());
        }
        return replaced;
    }

    /** The dense layers' part of some vectors of the whole, one after the other. */
    double[] parts(List<double[]> vectors) {
        double[] parts = new double[vectors.size() * parameters];
        for (int t = 0; t < vectors.size(); t++) {
            for (int i = 0; i < inner.size(); i++) {
                System.arraycopy(vectors.get(t), outer.get(i).offset(), parts, t * parameters + inner.get(i).offset(), inner.get(i).size());
            }
        }
        return parts;
    }
}
