package org.mtl.data.convert;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.mtl.MtlException;
import org.mtl.io.Inputs;

/**
 * The pixels of a PNG or JPEG file, 0 to 255, channel by channel: grey, or red, green and blue. Transparency is left out.
 *
 * @param height the number of lines
 * @param width the number of pixels in a line
 * @param channels 1 or 3
 * @param values channels × height × width
 */
record ImageFile(int height, int width, int channels, double[] values) {

    /** ITU-R BT.601, which PNG and JPEG readers use for grey. */
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private static final int BYTE = 255;

    /**
     * Reads an image.
     *
     * @param grey whether colours become their luma, 0.299 R + 0.587 G + 0.114 B, rounded
     * @throws MtlException (MISSING) if the file cannot be opened; (DATA) if it is no whole PNG or JPEG image
     */
    static ImageFile read(Path path, boolean grey) {
        try (InputStream in = Inputs.open(path); ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException("neither PNG nor JPEG");
            }
            return of(decode(readers.next(), stream), grey);
        } catch (IOException | RuntimeException e) {
            // Decoders meet damaged data with exceptions of every kind.
            if (e instanceof MtlException said) {
                throw said;
            }
            throw MtlException.data(path + ": not a readable image: " + (e.getMessage() == null ? e : e.getMessage()));
        }
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream stream) throws IOException {
        try {
            // Of a file that is cut short, JPEG's decoder makes a grey rest up and only warns.
            IIOReadWarningListener listener = (source, warning) -> {
                String text = warning.toLowerCase(Locale.ROOT);
                if (text.contains("premature") || text.contains("truncated")) {
                    throw new IllegalStateException(warning);
                }
            };
            reader.addIIOReadWarningListener(listener);
            reader.setInput(stream, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static ImageFile of(BufferedImage image, boolean grey) {
        int height = image.getHeight();
        int width = image.getWidth();
        int channels = grey ? 1 : 3;
        double[] values = new double[Math.multiplyExact(channels, Math.multiplyExact(height, width))];
        boolean plain = image.getColorModel() instanceof ComponentColorModel && image.getColorModel().getNumColorComponents() == 1;
        double[] samples = new double[image.getRaster().getNumBands() * width];
        int[] colours = new int[width];
        int bits = image.getColorModel().getComponentSize(0);
        for (int y = 0; y < height; y++) {
            if (plain) {
                // getRGB takes grey as linear light and would change it.
                image.getRaster().getPixels(0, y, width, 1, samples);
            } else {
                image.getRGB(0, y, width, 1, colours, 0, width);
            }
            for (int x = 0; x < width; x++) {
                double level = plain ? Math.rint(samples[x * image.getRaster().getNumBands()] * BYTE / ((1L << bits) - 1)) : 0;
                double red = plain ? level : colours[x] >> 16 & BYTE;
                double green = plain ? level : colours[x] >> 8 & BYTE;
                double blue = plain ? level : colours[x] & BYTE;
                int at = y * width + x;
                if (grey) {
                    values[at] = plain ? level : Math.rint(RED * red + GREEN * green + BLUE * blue);
                } else {
                    values[at] = red;
                    values[height * width + at] = green;
                    values[2 * height * width + at] = blue;
                }
            }
        }
        return new ImageFile(height, width, channels, values);
    }

    /**
     * The image in another size: each pixel is the mean of the area that it covers, rounded; enlarged, pixels repeat.
     */
    ImageFile resized(int newHeight, int newWidth) {
        if (newHeight == height && newWidth == width) {
            return this;
        }
        double[] rows = new double[channels * newHeight * width];
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < width; x++) {
                shrink(values, c * height * width + x, width, height, rows, c * newHeight * width + x, width, newHeight);
            }
        }
        double[] resized = new double[channels * newHeight * newWidth];
        for (int line = 0; line < channels * newHeight; line++) {
            shrink(rows, line * width, 1, width, resized, line * newWidth, 1, newWidth);
        }
        for (int i = 0; i < resized.length; i++) {
            resized[i] = Math.rint(resized[i]);
        }
        return new ImageFile(newHeight, newWidth, channels, resized);
    }

    /** Means over n/m values each along a line of n values, from which shares of the first and last are taken. */
    private static void shrink(double[] from, int at, int step, int n, double[] to, int toAt, int toStep, int m) {
        for (int i = 0; i < m; i++) {
            double begin = (double) i * n / m;
            double end = (double) (i + 1) * n / m;
            double sum = 0;
            for (int j = (int) begin; j < Math.min(n, Math.ceil(end)); j++) {
                sum += from[at + j * step] * (Math.min(end, j + 1) - Math.max(begin, j));
            }
            to[toAt + i * toStep] = sum / (end - begin);
        }
    }
}
