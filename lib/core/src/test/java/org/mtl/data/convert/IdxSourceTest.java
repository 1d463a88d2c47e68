package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.io.NpyType;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.IDXDataSource;

class IdxSourceTest {

    @TempDir
    private Path folder;

    private static byte[] idx(int type, int bytes, double[] values, int... shape) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * shape.length + bytes * values.length);
        out.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
        for (int length : shape) {
            out.putInt(length);
        }
        for (double value : values) {
            switch (type) {
                case 0x08, 0x09 -> out.put((byte) (int) value);
                case 0x0B -> out.putShort((short) value);
                case 0x0C -> out.putInt((int) value);
                case 0x0D -> out.putFloat((float) value);
                default -> out.putDouble(value);
            }
        }
        return out.array();
    }

    private Input labels(int... labels) {
        double[] values = Arrays.stream(labels).asDoubleStream().toArray();
        return Converted.file(folder, "labels", idx(0x08, 1, values, labels.length));
    }

    @Test
    void readsBytesAsTheyStand() throws IOException {
        Input images = Converted.file(folder, "images", idx(0x08, 1, new double[] {0, 255, 128, 1, 2, 3, 4, 5}, 2, 2, 2));
        IdxSource source = new IdxSource(List.of(images, labels(7, 9)), false, false);
        assertEquals(List.of("images,x0,x1,x2,x3", "7,0,255,128,1", "9,2,3,4,5"), Converted.csv(source));
        assertArrayEquals(new long[] {1, 2, 2}, source.layout().features().shape());
        assertEquals(NpyType.U8, source.layout().features().type());
    }

    /** Every type, with values that its bytes in the wrong order, or unsigned, would not give. */
    @ParameterizedTest
    @ValueSource(ints = {0x09, 0x0B, 0x0C, 0x0D, 0x0E})
    void readsEveryType(int type) throws IOException {
        int bytes = switch (type) {
            case 0x09 -> 1;
            case 0x0B -> 2;
            case 0x0E -> 8;
            default -> 4;
        };
        double[] values = type == 0x09 ? new double[] {-128, -2, 127} : type == 0x0B ? new double[] {-300, 258, 3}
                : type == 0x0C ? new double[] {-70000, 66051, 4} : new double[] {-0.5, 1.5e9, 3};
        Input images = Converted.file(folder, "data", idx(type, bytes, values, 1, 3));
        double[] row = Converted.rows(new IdxSource(List.of(labels(1), images), false, false)).get(0);
        assertArrayEquals(new double[] {1, values[0], values[1], values[2]}, row);
    }

    /** Tribuo keeps what is not 0, under the positions as names. */
    @Test
    void agreesWithTribuo() throws IOException {
        Random random = new Random(3);
        double[] pixels = random.ints(40 * 6, 0, 256).mapToDouble(value -> value % 3 == 0 ? 0 : value).toArray();
        Input images = Converted.file(folder, "images", idx(0x08, 1, pixels, 40, 2, 3));
        Input labels = labels(random.ints(40, 0, 10).toArray());
        List<double[]> rows = Converted.rows(new IdxSource(List.of(images, labels), false, true));
        int row = 0;
        for (Example<Label> example : new IDXDataSource<>(images.path(), labels.path(), new LabelFactory())) {
            double[] expected = new double[7];
            expected[0] = Double.parseDouble(example.getOutput().getLabel());
            for (Feature feature : example) {
                expected[1 + Integer.parseInt(feature.getName())] = feature.getValue();
            }
            assertArrayEquals(expected, rows.get(row++));
        }
        assertEquals(40, row);
    }
}
