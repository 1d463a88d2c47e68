package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.model.network.NetworkModel;

/** The parameters of epochs that training has kept, {@code train --checkpoints}. */
public final class KeptEpochs {

    private static final Pattern NAME = Pattern.compile("epoch-([0-9]{4,9})\\.npy");

    private KeptEpochs() {}

    /**
     * The model as it was at each epoch that is kept of all its networks, by epoch.
     *
     * @throws MtlException (DATA) if there is none, or a file has other than the model's parameters
     */
    public static SortedMap<Integer, NetworkModel> of(ModelFolder folder) {
        NetworkModel model = (NetworkModel) folder.record().model();
        Path checkpoints = folder.path().resolve("checkpoints");
        List<SortedMap<Integer, Path>> files = new ArrayList<>();
        for (int n = 0; n < model.networks().size(); n++) {
            files.add(files(model.isShared() ? checkpoints : checkpoints.resolve("task-" + (n + 1))));
        }
        SortedMap<Integer, NetworkModel> kept = new TreeMap<>();
        for (int epoch : files.get(0).keySet()) {
            if (files.stream().allMatch(of -> of.containsKey(epoch))) {
                kept.put(epoch, at(model, files.stream().map(of -> of.get(epoch)).toList()));
            }
        }
        if (kept.isEmpty()) {
            throw MtlException.data(folder.path() + ": it keeps no epochs; train with --checkpoints N");
        }
        return kept;
    }

    private static SortedMap<Integer, Path> files(Path folder) {
        SortedMap<Integer, Path> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(Integer.parseInt(name.group(1)), file);
                }
            });
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
        return files;
    }

    private static NetworkModel at(NetworkModel model, List<Path> files) {
        List<double[]> parameters = new ArrayList<>();
        for (int n = 0; n < files.size(); n++) {
            parameters.add(ModelFolder.array(files.get(n), model.networks().get(n).parameters().length));
        }
        return model.at(parameters);
    }
}
