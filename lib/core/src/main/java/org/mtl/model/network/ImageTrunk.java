package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Convolutional layers in front of a network's dense ones, for rows that are images of c × h × w values.
 *
 * <p>Their weights are laid out as those of dense layers over patches: a layer maps the c·k·k values of each k × k patch,
 * channel by channel and in it row by row, a 1 appended where there is a bias, to its filters.
 *
 * @param kind how layers are put together
 * @param channels c
 * @param height h
 * @param width w
 * @param filters of {@code CNN} the filters of each layer; of {@code RESNET18} those of each of the four stages
 */
public record ImageTrunk(Kind kind, int channels, int height, int width, List<Integer> filters) {

    /** From this height and width on, a residual network begins with the 7 × 7 layer of the paper. */
    private static final int LARGE = 64;

    /** L^(−1/(2m−2)) of Fixup for L = 8 branches of m = 2 layers. */
    private static final double BRANCH = Math.sqrt(1.0 / 8);

    /** How layers are put together. */
    public enum Kind {
        /** For each layer a 3 × 3 convolution that keeps height and width, the activation, the largest of each 2 × 2. */
        CNN,
        /**
         * The 18 layers of He et al. (2016), without batch normalization: with it, the loss of a row would depend on the other
         * rows of the batch, and a row would have no gradient of its own. The last layer of each residual branch starts at 0
         * instead (Zhang, Dauphin and Ma 2019, Fixup), and layers have biases where normalization had shifts. Images of less
         * than 64 × 64 begin with a 3 × 3 layer and no pooling, as is usual for small ones.
         */
        RESNET18;

        /** The word that options and files use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A convolution.
     *
     * @param name {@code conv.1}, {@code conv.2}, … or {@code conv.N.skip} beside a residual branch
     * @param inputs the channels that it sees
     * @param filters its own channels
     * @param kernel k, of k × k patches, with zeros around the image so that stride 1 keeps its size
     * @param stride the step from patch to patch
     * @param start the factor of its first weights: 1, of residual branches less, and 0 for their last layer
     */
    public record Convolution(String name, int inputs, int filters, int kernel, int stride, double start) {

        /** The values of a patch. */
        public int patch() {
            return inputs * kernel * kernel;
        }
    }

    /** Checks the sizes. */
    public ImageTrunk {
        filters = List.copyOf(filters);
        if (channels < 1 || height < 1 || width < 1 || filters.isEmpty() || filters.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException(
                    "expected positive sizes, found " + channels + ", " + height + ", " + width + ", " + filters);
        }
        if (kind == Kind.RESNET18 && filters.size() != 4) {
            throw new IllegalArgumentException("expected the filters of four stages, found " + filters);
        }
        if (kind == Kind.CNN && Math.min(height, width) >> Math.min(30, filters.size()) == 0) {
            throw new IllegalArgumentException(filters.size() + " times the largest of each 2 x 2 leaves nothing of an image of "
                    + height + " x " + width);
        }
    }

    /** The values of an image. */
    public int inputs() {
        return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    /** The number of values that the dense layers see: what is left of the image, or the mean of each of the last filters. */
    public int outputs() {
        int last = filters.get(filters.size() - 1);
        return kind == Kind.CNN
                ? Math.multiplyExact(last, (height >> filters.size()) * (width >> filters.size()))
                : last;
    }

    /** Whether the image is large enough for the first layer of the paper. */
    public boolean isLarge() {
        return Math.min(height, width) >= LARGE;
    }

    /** All convolutions in the order of the parameters. */
    public List<Convolution> convolutions() {
        List<Convolution> layers = new ArrayList<>();
        if (kind == Kind.CNN) {
            int inputs = channels;
            for (int count : filters) {
                layers.add(new Convolution("conv." + (layers.size() + 1), inputs, count, 3, 1, 1));
                inputs = count;
            }
            return layers;
        }
        int inputs = filters.get(0);
        layers.add(new Convolution("conv.1", channels, inputs, isLarge() ? 7 : 3, isLarge() ? 2 : 1, 1));
        int number = 1;
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < 2; block++) {
                int count = filters.get(stage);
                int stride = stage > 0 && block == 0 ? 2 : 1;
                layers.add(new Convolution("conv." + ++number, inputs, count, 3, stride, BRANCH));
                layers.add(new Convolution("conv." + ++number, count, count, 3, 1, 0));
                if (stride > 1 || inputs != count) {
                    layers.add(new Convolution("conv." + number + ".skip", inputs, count, 1, stride, 1));
                }
                inputs = count;
            }
        }
        return layers;
    }
}
