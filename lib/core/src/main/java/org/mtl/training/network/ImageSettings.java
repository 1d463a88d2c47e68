package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.ImageShape;
import org.mtl.model.network.ImageTrunk;

/**
 * The convolutional layers of a network over images.
 *
 * @param filters as {@link ImageTrunk} takes them
 */
public record ImageSettings(ImageTrunk.Kind kind, List<Integer> filters) {

    /**
     * Checks the filters.
     *
     * @throws MtlException (USAGE) if they do not suit
     */
    public ImageSettings {
        filters = List.copyOf(filters);
        if (filters.isEmpty() || filters.stream().anyMatch(count -> count < 1)) {
            throw MtlException.usage("--filters: expected numbers of at least 1, found " + filters);
        }
        if (kind == ImageTrunk.Kind.RESNET18 && filters.size() != 4) {
            throw MtlException.usage("--filters: --model resnet18 has four stages; expected four numbers, found " + filters);
        }
    }

    /**
     * The layers for images of a shape.
     *
     * @param columns the values of a row that the network sees
     * @throws MtlException (DATA) if rows are no images, or these are too small for the layers
     */
    public ImageTrunk trunk(Optional<ImageShape> shape, int columns) {
        if (shape.isEmpty() || shape.get().channels() * shape.get().height() * shape.get().width() != columns) {
            throw MtlException.data("--model " + kind.label() + ": expected whole images, an x.npy of rows x channels x height"
                    + " x width, found rows of " + columns + " features");
        }
        ImageShape image = shape.get();
        int halvings = kind == ImageTrunk.Kind.CNN ? filters.size() : 0;
        if (Math.min(image.height(), image.width()) >> Math.min(30, halvings) == 0) {
            throw MtlException.data("--filters: each of the " + halvings + " layers halves the image; expected fewer for one of "
                    + image.height() + " x " + image.width());
        }
        return new ImageTrunk(kind, image.channels(), image.height(), image.width(), filters);
    }
}
