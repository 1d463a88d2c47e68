package org.mtl.continual;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Architecture;
import org.mtl.training.network.LayerSettings;

/**
 * A network whose heads grow with the stream: of one head a column for each class that was seen, or a head for each task.
 *
 * @param architecture the layers
 * @param heads the heads, in order
 * @param parameters p values
 */
record StreamNetwork(Architecture architecture, List<Head> heads, double[] parameters) {

    /**
     * A head.
     *
     * @param task whose it is; empty where it is that of all
     * @param classes the classes that it tells apart, in order of its outputs
     */
    record Head(String task, List<String> classes) {

        Head {
            classes = List.copyOf(classes);
        }
    }

    /**
     * The heads that there are, with room for a further task.
     *
     * @throws MtlException (DATA) if there would be a single class
     */
    static List<Head> heads(Setting setting, List<Head> before, String task, List<String> classes) {
        List<Head> heads = new ArrayList<>();
        if (setting.ownHeads()) {
            heads.addAll(before);
            heads.add(new Head(task, classes));
        } else {
            Set<String> all = new LinkedHashSet<>();
            before.forEach(head -> all.addAll(head.classes()));
            all.addAll(classes);
            heads.add(new Head("", List.copyOf(all)));
        }
        if (heads.get(heads.size() - 1).classes().size() < 2) {
            throw MtlException.data("task '" + task + "' has only the class '" + classes.get(0) + "': there is nothing to tell apart");
        }
        return heads;
    }

    /** First parameters. Each column of a head is drawn for itself, so that another class changes none of those that are there. */
    static StreamNetwork fresh(LayerSettings layers, StreamInputs inputs, List<Head> heads, long seed) {
        Architecture architecture = architecture(layers, inputs, heads);
        List<String> names = heads.stream().map(Head::task).toList();
        double[] parameters = layers.initialization().parameters(architecture, names, 0, seed);
        for (Architecture.Block block : ofHeads(architecture)) {
            Head head = heads.get(block.task().getAsInt());
            int in = layers.bias() ? block.rows() - 1 : block.rows();
            for (int c = 0; c < block.columns(); c++) {
                Random random = Seeds.random(seed, "init:head:" + head.task() + ":" + head.classes().get(c));
                for (int i = 0; i < in; i++) {
                    parameters[block.offset() + i * block.columns() + c] = layers.initialization().weight(random, in, block.columns());
                }
            }
        }
        return new StreamNetwork(architecture, heads, parameters);
    }

    /** The layers for rows of a kind with some heads. */
    static Architecture architecture(LayerSettings layers, StreamInputs inputs, List<Head> heads) {
        return inputs.architecture(layers, heads.stream().map(head -> head.classes().size()).toList());
    }

    static List<Architecture.Block> ofHeads(Architecture architecture) {
        return architecture.blocks().stream().filter(block -> block.task().isPresent()).toList();
    }

    /** This network with further heads or classes, whose first parameters are drawn. */
    StreamNetwork grown(LayerSettings layers, List<Head> wanted, long seed) {
        StreamNetwork larger = fresh(layers, StreamInputs.of(architecture), wanted, seed);
        System.arraycopy(parameters, 0, larger.parameters, 0, architecture.sharedParameters());
        List<Architecture.Block> from = ofHeads(architecture);
        List<Architecture.Block> to = ofHeads(larger.architecture);
        for (int h = 0; h < heads.size(); h++) {
            for (int c = 0; c < heads.get(h).classes().size(); c++) {
                int column = wanted.get(h).classes().indexOf(heads.get(h).classes().get(c));
                copyColumn(parameters, from.get(h), c, larger.parameters, to.get(h), column);
            }
        }
        return larger;
    }

    static void copyColumn(double[] from, Architecture.Block source, int column, double[] to, Architecture.Block target, int into) {
        for (int i = 0; i < source.rows(); i++) {
            to[target.offset() + i * target.columns() + into] = from[source.offset() + i * source.columns() + column];
        }
    }

    /** The same layers at other parameters. */
    StreamNetwork at(double[] values) {
        return new StreamNetwork(architecture, heads, values);
    }

    /** ℓ of each head. */
    List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        heads.forEach(head -> losses.add(new SoftmaxLoss(head.classes().size())));
        return losses;
    }
}
