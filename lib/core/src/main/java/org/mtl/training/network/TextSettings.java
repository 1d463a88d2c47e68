package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.WordVectors;
import org.mtl.model.network.TextTrunk;

/**
 * The layers of a network over sequences of words.
 *
 * @param size the filters of each window, or the units of the recurrent layer
 * @param windows the words that filters see at once; none of a recurrent layer
 * @param tuned whether the vectors of words are trained too
 */
public record TextSettings(TextTrunk.Kind kind, int size, List<Integer> windows, boolean tuned) {

    /**
     * Checks the sizes.
     *
     * @throws MtlException (USAGE) if they are not above 0, or a window is there twice
     */
    public TextSettings {
        windows = List.copyOf(windows);
        if (size < 1) {
            throw MtlException.usage((kind == TextTrunk.Kind.CNN ? "--filters" : "--lstm-units")
                    + ": expected a number of at least 1, found " + size);
        }
        if (windows.stream().anyMatch(window -> window < 1) || windows.stream().distinct().count() < windows.size()) {
            throw MtlException.usage("--filter-widths: expected different numbers of at least 1, found " + windows);
        }
    }

    /**
     * The layers for sequences of some length.
     *
     * @param vectors those of the data
     * @throws MtlException (DATA) if the data has no vectors of words; (MEMORY) if the layers are too large
     */
    TextTrunk trunk(Optional<WordVectors> vectors, int length) {
        WordVectors words = vectors.orElseThrow(() -> MtlException.data("--model " + kind.label() + ": expected sequences of word"
                + " numbers and their vectors, a folder with embedding.npy as mtl convert --sequences writes it, found rows of "
                + length + " features"));
        return new TextTrunk(kind, length, words.words(), words.width(), size, windows, tuned, vectors);
    }
}
