package org.mtl.model.network;

import java.util.Arrays;
import java.util.Iterator;

/** The convolutional layers of a network by their definition, in plain loops over one image. */
final class PlainImages {

    private final Architecture architecture;
    private final double[] parameters;

    /** An image: its values and its axes. */
    private record Image(double[] values, int channels, int height, int width) {

        double at(int c, int y, int x) {
            return y < 0 || x < 0 || y >= height || x >= width ? 0 : values[(c * height + y) * width + x];
        }
    }

    private PlainImages(Architecture architecture, double[] parameters) {
        this.architecture = architecture;
        this.parameters = parameters;
    }

    /** All tasks' outputs for the rows of a batch. */
    static double[] predict(Architecture architecture, double[] parameters, Batch batch) {
        ImageTrunk images = architecture.images().orElseThrow();
        PlainImages plain = new PlainImages(architecture, parameters);
        double[] seen = new double[batch.count() * images.outputs()];
        for (int i = 0; i < batch.count(); i++) {
            double[] row = Arrays.copyOfRange(batch.features(), i * images.inputs(), (i + 1) * images.inputs());
            Image image = new Image(row, images.channels(), images.height(), images.width());
            double[] out = images.kind() == ImageTrunk.Kind.CNN ? plain.cnn(images, image) : plain.residual(images, image);
            System.arraycopy(out, 0, seen, i * out.length, out.length);
        }
        Architecture dense = new Architecture(images.outputs(), architecture.hidden(), architecture.headHidden(),
                architecture.activation(), architecture.bias(), architecture.outputs());
        int before = architecture.parameters() - dense.parameters();
        return PlainNetwork.predict(dense, Arrays.copyOfRange(parameters, before, parameters.length),
                new Batch(batch.count(), seen, batch.labels()));
    }

    private double[] cnn(ImageTrunk images, Image image) {
        for (ImageTrunk.Convolution layer : images.convolutions()) {
            image = largest(activated(convolved(layer, image)), 2, 2, 0);
        }
        return image.values();
    }

    private double[] residual(ImageTrunk images, Image image) {
        Iterator<ImageTrunk.Convolution> layers = images.convolutions().iterator();
        Image x = activated(convolved(layers.next(), image));
        if (images.isLarge()) {
            x = largest(x, 3, 2, 1);
        }
        for (int block = 0; block < 8; block++) {
            ImageTrunk.Convolution first = layers.next();
            Image branch = convolved(layers.next(), activated(convolved(first, x)));
            Image beside = first.stride() > 1 || first.inputs() != first.filters() ? convolved(layers.next(), x) : x;
            double[] sum = new double[branch.values().length];
            Arrays.setAll(sum, i -> branch.values()[i] + beside.values()[i]);
            x = activated(new Image(sum, branch.channels(), branch.height(), branch.width()));
        }
        int size = x.height() * x.width();
        double[] means = new double[x.channels()];
        for (int c = 0; c < means.length; c++) {
            means[c] = Arrays.stream(x.values(), c * size, (c + 1) * size).sum() / size;
        }
        return means;
    }

    private Image convolved(ImageTrunk.Convolution layer, Image image) {
        Architecture.Block block = architecture.blocks().stream().filter(b -> b.name().equals(layer.name())).findFirst().orElseThrow();
        int k = layer.kernel();
        int margin = (k - 1) / 2;
        int height = (image.height() + 2 * margin - k) / layer.stride() + 1;
        int width = (image.width() + 2 * margin - k) / layer.stride() + 1;
        double[] values = new double[layer.filters() * height * width];
        for (int f = 0; f < layer.filters(); f++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = architecture.bias() ? weight(block, layer.patch(), f) : 0;
                    for (int r = 0; r < layer.patch(); r++) {
                        sum += weight(block, r, f) * image.at(r / (k * k), y * layer.stride() - margin + r / k % k,
                                x * layer.stride() - margin + r % k);
                    }
                    values[(f * height + y) * width + x] = sum;
                }
            }
        }
        return new Image(values, layer.filters(), height, width);
    }

    private double weight(Architecture.Block block, int row, int column) {
        return parameters[block.offset() + row * block.columns() + column];
    }

    private Image activated(Image image) {
        double[] values = Arrays.stream(image.values()).map(value -> switch (architecture.activation()) {
            case RELU -> Math.max(0, value);
            case TANH -> Math.tanh(value);
            case GELU -> value * (1 + org.apache.commons.math3.special.Erf.erf(value / Math.sqrt(2))) / 2;
            case IDENTITY -> value;
        }).toArray();
        return new Image(values, image.channels(), image.height(), image.width());
    }

    /** The largest of each k × k values; a margin counts as less than all. */
    private static Image largest(Image image, int k, int stride, int margin) {
        int height = (image.height() + 2 * margin - k) / stride + 1;
        int width = (image.width() + 2 * margin - k) / stride + 1;
        double[] values = new double[image.channels() * height * width];
        for (int i = 0; i < values.length; i++) {
            int c = i / (height * width);
            values[i] = Double.NEGATIVE_INFINITY;
            for (int at = 0; at < k * k; at++) {
                int y = i / width % height * stride - margin + at / k;
                int x = i % width * stride - margin + at % k;
                if (y >= 0 && x >= 0 && y < image.height() && x < image.width()) {
                    values[i] = Math.max(values[i], image.at(c, y, x));
                }
            }
        }
        return new Image(values, image.channels(), height, width);
    }
}
