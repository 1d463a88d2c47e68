package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** The layers of images, counted. */
class ImageTrunkTest {

    private static Architecture architecture(ImageTrunk images, List<Integer> hidden, boolean bias, List<Integer> outputs) {
        return new Architecture(Optional.of(images), images.inputs(), hidden, List.of(), Activation.RELU, bias, outputs);
    }

    /** 2·9 + 1 values of each of 3 filters, 3·9 + 1 of each of 4; 7 × 9 is halved to 3 × 4 and 1 × 2; then 8 + 1 to 5, 5 + 1. */
    @Test
    void aSmallNetworkByHand() {
        ImageTrunk images = new ImageTrunk(ImageTrunk.Kind.CNN, 2, 7, 9, List.of(3, 4));
        Architecture architecture = architecture(images, List.of(5), true, List.of(1, 2));
        assertEquals(8, images.outputs());
        assertEquals(List.of("conv.1 19x3 0", "conv.2 28x4 57", "trunk.1 9x5 169", "head.1 6x1 214", "head.1 6x2 220"),
                architecture.blocks().stream().map(block -> block.name() + " " + block.rows() + "x" + block.columns() + " "
                        + block.offset()).toList());
        assertEquals(232, architecture.parameters());
        assertEquals(214, architecture.sharedParameters());
    }

    /** torchvision's resnet18 has 11,689,512 parameters: 9,600 of normalization, 513,000 of its last layer, and these. */
    @Test
    void theResidualNetworkHasTheWeightsOfThePaper() {
        ImageTrunk images = new ImageTrunk(ImageTrunk.Kind.RESNET18, 3, 224, 224, List.of(64, 128, 256, 512));
        assertEquals(11_689_512 - 9_600 - 513_000 + 512 * 1000, architecture(images, List.of(), false, List.of(1000)).parameters());
        assertEquals(512, images.outputs());
        assertEquals(20, images.convolutions().size());
        // One half of the layers in branches, the last of each, start at 0.
        assertEquals(8, images.convolutions().stream().filter(layer -> layer.start() == 0).count());
        assertEquals(8, images.convolutions().stream().filter(layer -> layer.start() == Math.sqrt(1.0 / 8)).count());
        // Small images have a first layer of 3 x 3.
        ImageTrunk small = new ImageTrunk(ImageTrunk.Kind.RESNET18, 3, 32, 32, List.of(64, 128, 256, 512));
        assertEquals(64 * 3 * (49 - 9), architecture(images, List.of(), false, List.of(1)).parameters()
                - architecture(small, List.of(), false, List.of(1)).parameters());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ImageTrunk(ImageTrunk.Kind.CNN, 1, 4, 9, List.of(1, 1, 1)));
        assertThrows(IllegalArgumentException.class, () -> new ImageTrunk(ImageTrunk.Kind.RESNET18, 1, 8, 8, List.of(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> new ImageTrunk(ImageTrunk.Kind.CNN, 0, 8, 8, List.of(1)));
        assertThrows(IllegalArgumentException.class, () -> new ImageTrunk(ImageTrunk.Kind.CNN, 1, 8, 8, List.of()));
        ImageTrunk images = new ImageTrunk(ImageTrunk.Kind.CNN, 1, 8, 8, List.of(2));
        assertThrows(IllegalArgumentException.class, () -> new Architecture(Optional.of(images), 63, List.of(), List.of(),
                Activation.RELU, true, List.of(1)));
        try (Workers workers = new Workers(1)) {
            assertThrows(IllegalArgumentException.class, () -> new DenseEngine(architecture(images, List.of(), true, List.of(1)),
                    List.of(new SquaredLoss(1)), Precision.FLOAT, workers));
        }
    }
}
