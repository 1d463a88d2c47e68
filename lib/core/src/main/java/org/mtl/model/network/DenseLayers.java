package org.mtl.model.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.Standardization;
import org.mtl.parallel.Workers;

/**
 * The dense layers of a network of images or of sequences of words as a network of their own, whose rows are what the layers in
 * front of them put out. Its losses and its derivatives by its own parameters are those of the whole network, to the rounding of
 * the numbers that the model was trained in.
 */
public final class DenseLayers {

    private DenseLayers() {}

    /** Whether a model's networks have convolutional or recurrent layers, behind which dense ones are a part. */
    public static boolean areAPart(NetworkModel model) {
        Architecture layers = model.networks().get(0).architecture();
        return layers.images().isPresent() || layers.text().isPresent();
    }

    /** Whether a layer is one of the dense ones. */
    public static boolean have(Architecture architecture, Architecture.Block block) {
        return architecture.dense().blocks().stream().anyMatch(dense -> dense.name().equals(block.name()));
    }

    /**
     * A model of the dense layers.
     *
     * @param model a model whose tasks share one network without alignments
     */
    public static NetworkModel of(NetworkModel model) {
        NetworkModel.Network whole = model.networks().get(0);
        Architecture dense = whole.architecture().dense();
        double[] own = new InnerBlocks(whole.architecture(), dense).parts(List.of(whole.parameters()));
        return new NetworkModel(names(dense.inputs()), Standardization.NONE, Optional.empty(), model.tasks(),
                List.of(new NetworkModel.Network(dense, own)), model.precision());
    }

    /** A network's parameters with others in the place of those of its dense layers. */
    public static double[] replaced(NetworkModel.Network whole, double[] dense) {
        return new InnerBlocks(whole.architecture(), whole.architecture().dense()).replaced(whole.parameters(), dense);
    }

    /**
     * A model's data as its dense layers see them, in memory: {@link #bytes} of it.
     *
     * @param data any data that the model takes
     */
    public static Dataset rows(NetworkModel model, Dataset data, Workers workers) {
        Architecture whole = model.networks().get(0).architecture();
        int width = whole.dense().inputs();
        ChunkedFeatures.Builder rows = new ChunkedFeatures.Builder(width);
        String layer = whole.text().map(TextTrunk::outputName).orElse(Embeddings.CONVOLUTIONS);
        Embeddings.of(model, layer).compute(data, workers, (values, count) -> {
            for (int i = 0; i < count; i++) {
                rows.add(values, i * width);
            }
        });
        return new Dataset(rows.build(names(width)), data.ids(), data.form(), data.tasks());
    }

    /** The memory of {@link #rows}. */
    public static long bytes(NetworkModel model, Dataset data) {
        return (long) data.features().rows() * model.networks().get(0).architecture().dense().inputs() * Double.BYTES;
    }

    private static List<String> names(int width) {
        return IntStream.rangeClosed(1, width).mapToObj(i -> "output" + i).toList();
    }
}
