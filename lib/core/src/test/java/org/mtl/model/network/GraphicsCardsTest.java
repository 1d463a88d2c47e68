package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mtl.MtlException;

/** What nvidia-smi prints, as text. */
class GraphicsCardsTest {

    private static MtlException refused(String text) {
        MtlException refused = assertThrows(MtlException.class, () -> GraphicsCards.requireUsable(GraphicsCards.parse(text)));
        assertEquals(MtlException.Kind.UNAVAILABLE, refused.kind());
        return refused;
    }

    @Test
    void aLineForEachCard() {
        assertEquals(List.of(new GraphicsCards.Card("NVIDIA A100-SXM4-40GB", 80), new GraphicsCards.Card("Tesla K80", 37)),
                GraphicsCards.parse("NVIDIA A100-SXM4-40GB, 8.0\nTesla K80, 3.7\n"));
        assertEquals(List.of(new GraphicsCards.Card("Odd, name", 120)), GraphicsCards.parse("Odd, name, 12.0\r\n\n"));
        assertEquals(List.of(), GraphicsCards.parse(""));
    }

    @ParameterizedTest
    @CsvSource({"3.6, false", "3.7, true", "5.0, true", "8.6, true", "8.9, true", "9.0, false", "10.0, false", "12.0, false"})
    void thereIsCodeForSomeCapabilities(String capability, boolean supported) {
        List<GraphicsCards.Card> cards = GraphicsCards.parse("Card, " + capability);
        if (supported) {
            assertDoesNotThrow(() -> GraphicsCards.requireUsable(cards));
        } else {
            assertThrows(MtlException.class, () -> GraphicsCards.requireUsable(cards));
        }
    }

    @Test
    void theFirstCardCounts() {
        assertEquals("--device gpu: the GPU library has code for compute capability 3.7 to 8.9, found NVIDIA H100 80GB HBM3 of compute"
                + " capability 9.0; expected --device cpu, or a card of the Kepler K80 to Ada families (CUDA_VISIBLE_DEVICES chooses"
                + " one)", refused("NVIDIA H100 80GB HBM3, 9.0\nNVIDIA A100-SXM4-40GB, 8.0\n").getMessage());
    }

    @Test
    void whatIsNoAnswer() {
        assertEquals("--device gpu: no usable NVIDIA GPU on this machine: nvidia-smi lists none; install NVIDIA's driver for one, or"
                + " leave out --device gpu", refused("").getMessage());
        String words = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";
        assertEquals("--device gpu: no usable NVIDIA GPU on this machine: expected a name and a compute capability from nvidia-smi,"
                + " found '" + words + "'; install NVIDIA's driver for one, or leave out --device gpu", refused(words).getMessage());
        refused("Card, [N/A]");
        refused("8.0");
    }
}
