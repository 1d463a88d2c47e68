package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;

class ImageSourceTest {

    @TempDir
    private Path folder;

    private static Path image(Path path, int type, int[][] pixels, String format) throws IOException {
        BufferedImage image = new BufferedImage(pixels[0].length, pixels.length, type);
        for (int y = 0; y < pixels.length; y++) {
            for (int x = 0; x < pixels[0].length; x++) {
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(x, y, 0, pixels[y][x]);
                } else if (type == BufferedImage.TYPE_USHORT_GRAY) {
                    image.getRaster().setSample(x, y, 0, pixels[y][x] * 257);
                } else {
                    image.setRGB(x, y, pixels[y][x]);
                }
            }
        }
        Files.createDirectories(path.getParent());
        assertTrue(ImageIO.write(image, format, path.toFile()));
        return path;
    }

    private static int rgb(int red, int green, int blue) {
        return new Color(red, green, blue).getRGB();
    }

    private ImageSource source(Optional<ImageSource.Size> size, boolean grey, boolean flat) {
        return new ImageSource(Input.of(folder, folder.toString(), ""), size, grey, flat);
    }

    private record Seen(String task, double label, double[] pixels) {}

    private static List<Seen> rows(ImageSource source) throws IOException {
        List<Seen> rows = new ArrayList<>();
        source.forEach(row -> rows.add(new Seen(row.task(), row.targets()[0], row.features().clone())), new Report());
        return rows;
    }

    @Test
    void coloursComeChannelByChannel() throws IOException {
        image(folder.resolve("b/1.png"), BufferedImage.TYPE_INT_RGB, new int[][] {{rgb(1, 2, 3), rgb(4, 5, 6)}}, "png");
        image(folder.resolve("a/2.png"), BufferedImage.TYPE_INT_ARGB, new int[][] {{rgb(255, 0, 9), rgb(10, 20, 30)}}, "png");
        ImageSource source = source(Optional.empty(), false, false);
        assertEquals(List.of("a", "b"), source.layout().targets().get(0).classes());
        assertArrayEquals(new long[] {3, 1, 2}, source.layout().features().shape());
        List<Seen> rows = rows(source);
        assertEquals(0, rows.get(0).label());
        assertArrayEquals(new double[] {255, 10, 0, 20, 9, 30}, rows.get(0).pixels());
        assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, rows.get(1).pixels());
    }

    /** Levels of grey are those of the file, whatever its depth; colours by 0.299 R + 0.587 G + 0.114 B. */
    @Test
    void greyIsTheLevelOfTheFile() throws IOException {
        int[][] levels = {{0, 7, 128}, {200, 254, 255}};
        image(folder.resolve("x/a.png"), BufferedImage.TYPE_BYTE_GRAY, levels, "png");
        image(folder.resolve("x/b.png"), BufferedImage.TYPE_USHORT_GRAY, levels, "png");
        int white = rgb(255, 255, 255);
        image(folder.resolve("x/c.png"), BufferedImage.TYPE_BYTE_BINARY, new int[][] {{0, white, 0}, {white, white, 0}}, "png");
        image(folder.resolve("x/d.png"), BufferedImage.TYPE_INT_RGB,
                new int[][] {{rgb(255, 0, 0), rgb(0, 255, 0), rgb(0, 0, 255)}, {white, rgb(9, 9, 9), 0}}, "png");
        List<Seen> rows = rows(source(Optional.empty(), true, false));
        double[] expected = {0, 7, 128, 200, 254, 255};
        assertArrayEquals(expected, rows.get(0).pixels());
        assertArrayEquals(expected, rows.get(1).pixels());
        assertArrayEquals(new double[] {0, 255, 0, 255, 255, 0}, rows.get(2).pixels());
        assertArrayEquals(new double[] {76, 150, 29, 255, 9, 0}, rows.get(3).pixels());
    }

    /** JPEG loses a little, of a plain picture almost nothing. */
    @Test
    void jpegIsRead() throws IOException {
        int[][] pixels = new int[16][16];
        for (int[] line : pixels) {
            Arrays.fill(line, rgb(100, 150, 200));
        }
        image(folder.resolve("x/a.JPEG"), BufferedImage.TYPE_INT_RGB, pixels, "jpg");
        double[] read = rows(source(Optional.empty(), false, false)).get(0).pixels();
        assertEquals(100, read[0], 3);
        assertEquals(150, read[256], 3);
        assertEquals(200, read[512], 3);
    }

    @Test
    void tasksAndClassesAreNamedByFolders() throws IOException {
        int[][] pixels = {{1, 2}, {3, 4}};
        for (String name : List.of("b/c1/2.png", "b/c1/10.png", "a/c2/1.png", "a b/c1/1.png", "a/c1/1.png")) {
            image(folder.resolve(name), BufferedImage.TYPE_BYTE_GRAY, pixels, "png");
        }
        Files.writeString(folder.resolve("notes.txt"), "x");
        Files.writeString(folder.resolve(".hidden"), "x");
        ImageSource source = source(Optional.empty(), true, false);
        Report report = new Report();
        List<String> seen = new ArrayList<>();
        source.forEach(row -> seen.add(row.task() + " " + row.targets()[0]), report);
        assertEquals(List.of("a 0.0", "a 1.0", "a b 0.0", "b 0.0", "b 0.0"), seen);
        assertEquals(1, report.losses().get(0).count());
        assertEquals(6, report.losses().get(0).total());
        Path out = Files.createDirectory(folder.resolve(".out"));
        NpySink.write(source, out, new Report());
        try (NpyReader x = NpyReader.open(out.resolve("x.npy"))) {
            assertArrayEquals(new long[] {5, 1, 2, 2}, x.shape());
            double[] values = new double[4];
            x.read(16, 4, values, 0);
            assertArrayEquals(new double[] {1, 2, 3, 4}, values);
        }
        assertEquals("code,task\n0,a\n1,a b\n2,b\n", Files.readString(out.resolve("tasks.csv")));
        assertEquals("task,code,class\ny,0,c1\ny,1,c2\n", Files.readString(out.resolve("classes.csv")));
    }

    /** 3 pixels to 2: each takes one and a half; 2 to 4: each pixel twice. */
    @Test
    void areasByHand() {
        ImageFile line = new ImageFile(1, 3, 1, new double[] {10, 40, 100});
        assertArrayEquals(new double[] {20, 80}, line.resized(1, 2).values());
        assertArrayEquals(new double[] {10, 10, 40, 40, 100, 100}, line.resized(1, 6).values());
        ImageFile square = new ImageFile(2, 2, 1, new double[] {0, 100, 50, 250});
        assertArrayEquals(new double[] {100}, square.resized(1, 1).values());
        ImageFile channels = new ImageFile(1, 2, 3, new double[] {1, 3, 10, 30, 100, 200});
        assertArrayEquals(new double[] {2, 20, 150}, channels.resized(1, 1).values());
    }

    /** The mean of all pixels stays, but for rounding, and no pixel leaves the range. */
    @Property(tries = 100)
    void resizingKeepsTheMean(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int height,
            @ForAll @IntRange(min = 1, max = 12) int width, @ForAll @IntRange(min = 1, max = 12) int newHeight,
            @ForAll @IntRange(min = 1, max = 12) int newWidth) {
        double[] values = new Random(seed).ints((long) height * width, 0, 256).asDoubleStream().toArray();
        double[] resized = new ImageFile(height, width, 1, values).resized(newHeight, newWidth).values();
        assertEquals(mean(values), mean(resized), 0.5 + 1e-9);
        for (double value : resized) {
            assertTrue(value >= 0 && value <= 255 && value == Math.rint(value));
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private MtlException fails(boolean resize) {
        return assertThrows(MtlException.class,
                () -> rows(source(resize ? Optional.of(new ImageSource.Size(2, 2)) : Optional.empty(), true, false)));
    }

    @Test
    void damagedAndDifferentImagesAreSaid() throws IOException {
        int[][] pixels = new int[20][30];
        Path png = image(folder.resolve("x/a.png"), BufferedImage.TYPE_BYTE_GRAY, pixels, "png");
        Path other = image(folder.resolve("x/b.png"), BufferedImage.TYPE_BYTE_GRAY, new int[21][30], "png");
        assertEquals(other + ": expected 20x30 pixels as in " + png + ", found 21x30; expected --resize HxW for images of several"
                + " sizes", fails(false).getMessage());
        assertEquals(2, rows(source(Optional.of(new ImageSource.Size(2, 2)), true, false)).size());
        for (byte[] bytes : List.of(new byte[0], "no image".getBytes(), cut(png, 50), cut(png, 8))) {
            Files.write(other, bytes);
            MtlException e = fails(true);
            assertEquals(MtlException.Kind.DATA, e.kind());
            assertTrue(e.getMessage().startsWith(other + ": not a readable image: "), e.getMessage());
        }
    }

    /** Its decoder would fill the rest with grey. */
    @Test
    void aJpegCutShortIsSaid() throws IOException {
        int[][] pixels = new int[64][64];
        Random random = new Random(1);
        for (int[] line : pixels) {
            Arrays.setAll(line, x -> random.nextInt(1 << 24));
        }
        Path jpeg = image(folder.resolve("x/a.jpg"), BufferedImage.TYPE_INT_RGB, pixels, "jpg");
        Files.write(jpeg, cut(jpeg, (int) Files.size(jpeg) / 2));
        MtlException e = fails(true);
        assertTrue(e.getMessage().startsWith(jpeg + ": not a readable image: "), e.getMessage());
    }

    private static byte[] cut(Path file, int bytes) throws IOException {
        return Arrays.copyOf(Files.readAllBytes(file), bytes);
    }

    @Test
    void imagesOutsideOfClassesAreSaid() throws IOException {
        assertTrue(fails(true).getMessage().endsWith("expected PNG or JPEG images, found none"));
        image(folder.resolve("a.png"), BufferedImage.TYPE_BYTE_GRAY, new int[1][1], "png");
        assertTrue(fails(true).getMessage().endsWith("found one 0 deep"));
        Files.delete(folder.resolve("a.png"));
        image(folder.resolve("x/a.png"), BufferedImage.TYPE_BYTE_GRAY, new int[1][1], "png");
        image(folder.resolve("x/y/a.png"), BufferedImage.TYPE_BYTE_GRAY, new int[1][1], "png");
        assertTrue(fails(true).getMessage().endsWith("found one 2 deep, and another 1"));
    }
}
