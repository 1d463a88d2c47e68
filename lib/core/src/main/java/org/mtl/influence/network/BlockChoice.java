package org.mtl.influence.network;

import java.util.List;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.model.network.Architecture;

/**
 * The parameters that influence goes through: a row moves these, and the others stay as they are. Gradients by the others are 0,
 * and of the curvature the part of these is inverted.
 *
 * @param names {@code all}, {@code shared}, {@code heads}, or names of layers, each of every task
 */
public record BlockChoice(List<String> names) {

    /** All parameters. */
    public static final BlockChoice ALL = new BlockChoice(List.of("all"));

    /** Those of heads. */
    static final BlockChoice HEADS = new BlockChoice(List.of("heads"));

    /** Those that tasks share. */
    static final BlockChoice SHARED = new BlockChoice(List.of("shared"));

    /** Copies the list. */
    public BlockChoice {
        names = List.copyOf(names);
    }

    /** Whether a layer is among them. */
    public boolean has(Architecture.Block block) {
        return names.contains("all") || names.contains(block.task().isPresent() ? "heads" : "shared") || names.contains(block.name());
    }

    /** Those of a network's layers that are among them. */
    List<Architecture.Block> of(Architecture architecture) {
        return architecture.blocks().stream().filter(this::has).toList();
    }

    /**
     * Makes sure that each name is one of a network's.
     *
     * @throws MtlException (USAGE) naming those that there are
     */
    public void require(Architecture architecture) {
        List<String> layers = architecture.blocks().stream().map(Architecture.Block::name).distinct().toList();
        for (String name : names) {
            boolean known = List.of("all", "shared", "heads").contains(name) || layers.contains(name);
            if (!known || new BlockChoice(List.of(name)).of(architecture).isEmpty()) {
                throw MtlException.usage("--blocks: expected all, shared, heads or layers of "
                        + layers.stream().collect(Collectors.joining(", ")) + ", found '" + name + "'");
            }
        }
    }
}
