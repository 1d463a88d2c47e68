package org.mtl.model.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mtl.MtlException;

/** The graphics cards of a machine as NVIDIA's driver tells of them, and whether the GPU library has code for one. */
public final class GraphicsCards {

    /** The compute capabilities, times ten, of the machine code in ND4J's CUDA 11.6 binaries, which hold no PTX for others. */
    private static final int FIRST = 37;

    /** Code for 8.6 runs on all of 8.x. */
    private static final int LAST = 89;

    private static final List<String> QUESTION =
            List.of("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader");

    private static final int SECONDS = 20;

    private GraphicsCards() {}

    /**
     * A card.
     *
     * @param name such as {@code NVIDIA A100-SXM4-40GB}
     * @param capability its compute capability times ten
     */
    record Card(String name, int capability) {

        boolean isSupported() {
            return capability >= FIRST && capability <= LAST;
        }

        @Override
        public String toString() {
            return name + " of compute capability " + capability / 10 + "." + capability % 10;
        }
    }

    /**
     * Asks the driver.
     *
     * @throws MtlException (UNAVAILABLE) if there is no card, or none that the GPU library has code for, saying which and why
     */
    public static void requireUsable() {
        requireUsable(parse(answer()));
    }

    static void requireUsable(List<Card> cards) {
        if (cards.isEmpty()) {
            throw none("nvidia-smi lists none", null);
        }
        // The library takes the first card, and the others only if it is told to.
        Card first = cards.get(0);
        if (!first.isSupported()) {
            throw MtlException.unavailable("--device gpu: the GPU library has code for compute capability 3.7 to 8.9, found "
                    + first + "; expected --device cpu, or a card of the Kepler K80 to Ada families"
                    + " (CUDA_VISIBLE_DEVICES chooses one)", null);
        }
    }

    private static MtlException none(String why, Throwable cause) {
        return MtlException.unavailable("--device gpu: no usable NVIDIA GPU on this machine: " + why
                + "; install NVIDIA's driver for one, or leave out --device gpu", cause);
    }

    private static String answer() {
        try {
            Process process = new ProcessBuilder(QUESTION).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw none("nvidia-smi does not answer", null);
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            if (process.exitValue() != 0) {
                throw none("nvidia-smi says: " + text.lines().findFirst().orElse("nothing"), null);
            }
            return text;
        } catch (IOException e) {
            throw none("there is no nvidia-smi", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none("asking was interrupted", e);
        }
    }

    /**
     * Reads what {@code nvidia-smi --query-gpu=name,compute_cap --format=csv,noheader} prints: a line for each card.
     *
     * @throws MtlException (UNAVAILABLE) if a line is another
     */
    static List<Card> parse(String text) {
        List<Card> cards = new ArrayList<>();
        for (String line : text.lines().map(String::trim).filter(line -> !line.isEmpty()).toList()) {
            int comma = line.lastIndexOf(',');
            String capability = line.substring(comma + 1).trim();
            if (comma < 1 || !capability.matches("[0-9]{1,3}\\.[0-9]")) {
                throw none("expected a name and a compute capability from nvidia-smi, found '" + line + "'", null);
            }
            cards.add(new Card(line.substring(0, comma).trim(), Integer.parseInt(capability.replace(".", ""))));
        }
        return cards;
    }
}
