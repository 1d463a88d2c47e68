package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mtl.MtlException;
import org.mtl.data.Design;
import org.mtl.data.Features;
import org.mtl.model.Loss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TextTrunk;

/**
 * What a network looks like.
 *
 * @param images the convolutional layers in front of them, for images
 * @param hidden the widths of the trunk's layers; none is a network of heads only
 * @param headHidden the widths of the hidden layers of each head
 * @param activation applied by hidden layers
 * @param bias whether layers have a bias
 * @param dropout the share of hidden outputs that is left out of training steps, from 0 to below 1
 * @param initialization where parameters start
 * @param precision the numbers that it is trained in
 * @param alignment how each task's rows are aligned in front of the trunk, where they are
 * @param text the layers in front of them, for sequences of words, whose vectors are what is aligned
 * @param sharedFixed whether what tasks share stays as it started, as [4] Algorithm 1 has it, or is trained too
 */
public record LayerSettings(
        Optional<ImageSettings> images,
        List<Integer> hidden,
        List<Integer> headHidden,
        Activation activation,
        boolean bias,
        double dropout,
        Initialization initialization,
        Precision precision,
        Optional<AlignmentSettings> alignment,
        Optional<TextSettings> text,
        boolean sharedFixed) {

    /**
     * Checks the sizes.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    public LayerSettings {
        hidden = widths("--hidden", hidden);
        headHidden = widths("--head-hidden", headHidden);
        if (!(dropout >= 0 && dropout < 1)) {
            throw MtlException.usage("--dropout: expected a number from 0 to below 1, found " + dropout);
        }
        if (alignment.isPresent() && (images.isPresent() || hidden.isEmpty() && text.isEmpty())) {
            throw MtlException.usage("--align: expected dense layers that tasks share (--hidden), which rows are aligned for; found "
                    + (images.isPresent() ? "convolutions" : "none"));
        }
    }

    /** Layers for numbers or images. */
    public LayerSettings(Optional<ImageSettings> images, List<Integer> hidden, List<Integer> headHidden, Activation activation,
            boolean bias, double dropout, Initialization initialization, Precision precision, Optional<AlignmentSettings> alignment) {
        this(images, hidden, headHidden, activation, bias, dropout, initialization, precision, alignment, Optional.empty(), false);
    }

    /** Layers without alignment. */
    public LayerSettings(Optional<ImageSettings> images, List<Integer> hidden, List<Integer> headHidden, Activation activation,
            boolean bias, double dropout, Initialization initialization, Precision precision) {
        this(images, hidden, headHidden, activation, bias, dropout, initialization, precision, Optional.empty());
    }

    /** Dense layers only. */
    public LayerSettings(List<Integer> hidden, List<Integer> headHidden, Activation activation, boolean bias, double dropout,
            Initialization initialization, Precision precision) {
        this(Optional.empty(), hidden, headHidden, activation, bias, dropout, initialization, precision);
    }

    /** The same layers, of which what tasks share stays as it started. */
    public LayerSettings withSharedFixed() {
        return new LayerSettings(images, hidden, headHidden, activation, bias, dropout, initialization, precision, alignment, text, true);
    }

    /** The dense layers behind those for images, with these first parameters. */
    LayerSettings behindImages(double[] parameters) {
        return new LayerSettings(Optional.empty(), hidden, headHidden, activation, bias, dropout,
                new Initialization.Given(List.of(parameters)), precision, alignment, text, sharedFixed);
    }

    private static List<Integer> widths(String option, List<Integer> widths) {
        for (int width : widths) {
            if (width < 1) {
                throw MtlException.usage(option + ": expected widths of at least 1, found " + width);
            }
        }
        return List.copyOf(widths);
    }

    /**
     * The layers for some tasks.
     *
     * @param design what they see of a row
     * @param losses ℓ_k, one for each task
     * @throws MtlException (MEMORY) if the parameters are too many for one vector; (DATA) if there are convolutional layers and
     *     rows are no images that suit them, or rows are sequences of words and layers are not those for words, or the reverse
     */
    Architecture architecture(Design design, List<Loss> losses) {
        return architecture(design.features(), design.columns(), losses);
    }

    /** The layers for some tasks that see so many values of a row. */
    Architecture architecture(Features features, int inputs, List<Loss> losses) {
        Optional<ImageTrunk> trunk = images.map(settings -> settings.trunk(features.image(), inputs));
        if (text.isEmpty()) {
            features.requireQuantities(images.isPresent() ? "--model " + images.get().kind().label() : "--model mlp");
        }
        Optional<TextTrunk> words = text.map(settings -> settings.trunk(features.words(), inputs));
        int aligned = words.map(TextTrunk::width).orElse(inputs);
        Architecture architecture = new Architecture(
                trunk, inputs, hidden, headHidden, activation, bias, losses.stream().map(Loss::outputs).toList(),
                alignment.map(align -> align.rank(aligned)).orElse(OptionalInt.empty()), words);
        try {
            architecture.parameters();
        } catch (ArithmeticException e) {
            throw MtlException.memory("--hidden, --head-hidden, --align: the network has more than 2147483647 parameters;"
                    + " expected narrower layers");
        }
        return architecture;
    }
}
