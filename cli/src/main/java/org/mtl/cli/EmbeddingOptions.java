package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.Embeddings;
import org.mtl.model.network.NetworkModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a shared layer of a network makes of all data rows. */
final class EmbeddingOptions {

    @Option(
            names = "--embeddings",
            paramLabel = "FILE.npy",
            order = 23,
            description = "Also write what a layer of the network makes of every data row, rows x width, to FILE.npy: an"
                    + " x.npy for all that works on features.")
    private String file;

    @Mixin
    private LayerOption layer;

    boolean isAsked() {
        if (file == null && layer.name().isPresent()) {
            throw MtlException.usage("--layer is that of --embeddings, which is missing");
        }
        return file != null;
    }

    /** Writes the file. */
    void write(Optional<MultitaskModel> model, Dataset data, Map<String, Object> facts, List<String> command, Context context)
            throws Exception {
        if (!file.endsWith(".npy")) {
            throw MtlException.usage("--embeddings: expected a name that ends in .npy, found '" + file + "'");
        }
        if (model.isEmpty() || !(model.get() instanceof NetworkModel network)) {
            throw MtlException.usage("--embeddings takes a network; linear models, learners of Tribuo and folders of groups have no layers");
        }
        Embeddings embeddings = Embeddings.of(network, layer.name().orElse(Embeddings.TRUNK));
        ResultOptions.writeFile(file, context, "embeddings", facts, command, out -> write(embeddings, data, out, context));
    }

    private static void write(Embeddings embeddings, Dataset data, OutputStream out, Context context) throws IOException {
        try (NpyWriter npy = new NpyWriter(out, NpyType.F32, data.features().rows(), embeddings.width())) {
            embeddings.compute(data, context.workers(), (values, count) -> {
                try {
                    npy.write(values, 0, count * embeddings.width());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
