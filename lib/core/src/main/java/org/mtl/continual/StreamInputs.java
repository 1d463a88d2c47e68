package org.mtl.continual;

import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.ImageShape;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;
import org.mtl.training.network.LayerSettings;

/**
 * What a stream's network sees of a row.
 *
 * @param images the convolutional layers that see it first, where it is an image to them
 * @param values d
 */
record StreamInputs(Optional<ImageTrunk> images, int values) {

    /**
     * Inputs of rows.
     *
     * @param shape the axes of a row, where rows are images
     * @throws MtlException (DATA) if layers are for images, and rows are none that suit them
     */
    static StreamInputs of(LayerSettings layers, Optional<ImageShape> shape, int values) {
        return new StreamInputs(layers.images().map(settings -> settings.trunk(shape, values)), values);
    }

    /** Those of a network. */
    static StreamInputs of(Architecture architecture) {
        return new StreamInputs(architecture.images(), architecture.inputs());
    }

    /** The layers for such rows, with heads of so many outputs. */
    Architecture architecture(LayerSettings layers, List<Integer> outputs) {
        return new Architecture(images, values, layers.hidden(), List.of(), layers.activation(), layers.bias(), outputs);
    }

    /**
     * Makes sure that rows are of the same kind as those of a network.
     *
     * @throws MtlException (DATA) otherwise
     */
    void requireThoseOf(StreamNetwork network) {
        StreamInputs before = of(network.architecture());
        if (!equals(before)) {
            throw MtlException.data("expected rows of " + before + ", as those of tasks before, found " + this);
        }
    }

    @Override
    public String toString() {
        return images.map(trunk -> trunk.channels() + " x " + trunk.height() + " x " + trunk.width()).orElse(values + "") + " values";
    }
}
