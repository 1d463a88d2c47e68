package org.mtl.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mtl.model.network.Architecture;

/**
 * A run of a network's parameters that is worked on at once, so that results do not depend on the number of threads.
 *
 * @param from where it starts in the flat vector
 * @param count the number of its values
 * @param task the task to which all of them belong; none where they are shared
 */
record ParameterPiece(int from, int count, OptionalInt task) {

    /** Few enough values that what belongs to them stays close to the processor. */
    private static final int VALUES = 2048;

    /** All parameters of a network in pieces: those that are shared, then those of each task. */
    static List<ParameterPiece> of(Architecture architecture) {
        List<ParameterPiece> pieces = new ArrayList<>();
        add(pieces, 0, architecture.sharedParameters(), OptionalInt.empty());
        List<Architecture.Block> blocks = architecture.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            int end = i;
            while (end + 1 < blocks.size() && blocks.get(end + 1).task().equals(blocks.get(i).task())) {
                end++;
            }
            if (blocks.get(i).task().isPresent()) {
                Architecture.Block last = blocks.get(end);
                add(pieces, blocks.get(i).offset(), last.offset() + last.size(), blocks.get(i).task());
            }
            i = end;
        }
        return pieces;
    }

    /** The common coefficients of soft sharing, then each task's own, {@code count} of each. */
    static List<ParameterPiece> ofSoftSharing(int count, int tasks) {
        List<ParameterPiece> pieces = new ArrayList<>();
        add(pieces, 0, count, OptionalInt.empty());
        for (int k = 0; k < tasks; k++) {
            add(pieces, (k + 1) * count, (k + 2) * count, OptionalInt.of(k));
        }
        return pieces;
    }

    private static void add(List<ParameterPiece> pieces, int from, int to, OptionalInt task) {
        for (int at = from; at < to; at += VALUES) {
            pieces.add(new ParameterPiece(at, Math.min(VALUES, to - at), task));
        }
    }
}
