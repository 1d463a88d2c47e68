package org.mtl.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.Hashes;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.model.network.NetworkModel;

/**
 * {@code initial.npy}: the parameters that the networks of a model started from, in float64 and in the order of
 * {@code parameters.npy}, where they came from another model, so that the training can be repeated without that one.
 */
public final class InitialParameters {

    private static final String FILE = "initial.npy";

    private InitialParameters() {}

    /**
     * Writes the parameters of all networks.
     *
     * @throws MtlException (IO) if that fails
     */
    public static void write(Path model, List<double[]> networks) {
        Path file = model.resolve(FILE);
        try (OutputStream out = Files.newOutputStream(file);
                NpyWriter npy = new NpyWriter(out, NpyType.F64, networks.stream().mapToLong(values -> values.length).sum())) {
            for (double[] values : networks) {
                npy.write(values, 0, values.length);
            }
        } catch (IOException e) {
            throw MtlException.io(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** The SHA-256 of the file, which {@code model.json} records. */
    static String hash(Path model) {
        return Hashes.sha256(model.resolve(FILE));
    }

    static boolean isIn(Path model) {
        return Files.exists(model.resolve(FILE));
    }

    /**
     * The networks of a model as they were before its training.
     *
     * @throws MtlException (MISSING) if the file is not there; (DATA) if it is not the one that was written
     */
    public static NetworkModel read(ModelFolder folder) {
        Path file = folder.path().resolve(FILE);
        if (!Files.exists(file)) {
            throw MtlException.missing(file + ": no such file; the networks of this model started from it");
        }
        RecordedFiles.require(file, folder.initialHash());
        NetworkModel model = (NetworkModel) folder.record().model();
        double[] all = ModelFolder.array(file, model.networks().stream().mapToLong(network -> network.parameters().length).sum());
        List<NetworkModel.Network> networks = new ArrayList<>();
        int at = 0;
        for (NetworkModel.Network network : model.networks()) {
            int end = at + network.parameters().length;
            networks.add(new NetworkModel.Network(network.architecture(), Arrays.copyOfRange(all, at, end)));
            at = end;
        }
        return new NetworkModel(model.features(), model.standardization(), model.components(), model.tasks(), networks,
                model.precision());
    }
}
