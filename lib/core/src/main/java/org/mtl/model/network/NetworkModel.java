package org.mtl.model.network;

import java.util.List;
import java.util.Optional;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Standardization;
import org.mtl.model.Loss;

/**
 * A trained multitask network: everything but the data.
 *
 * @param features the names of the feature columns
 * @param standardization applied to features before the first layer
 * @param components applied to standardized features, where they are projected
 * @param tasks the tasks, in the order of the heads
 * @param networks one network for all tasks under hard sharing; one of a single task for each, in order, where tasks share
 *     nothing
 * @param precision what it was trained in
 */
public record NetworkModel(
        List<String> features,
        Standardization standardization,
        Optional<PrincipalComponents> components,
        List<Task> tasks,
        List<Network> networks,
        Precision precision) {

    /**
     * What the model knows of a task.
     *
     * @param name its name
     * @param loss ℓ_k
     * @param weight π_k, which sampling may have implied
     * @param classes the names of its classes by code, none for real-valued targets
     */
    public record Task(String name, Loss loss, double weight, List<String> classes) {}

    /**
     * Layers with their weights.
     *
     * @param architecture the layers
     * @param parameters p values in the order of {@link Architecture#blocks()}
     */
    public record Network(Architecture architecture, double[] parameters) {}

    /** Copies the lists. */
    public NetworkModel {
        features = List.copyOf(features);
        tasks = List.copyOf(tasks);
        networks = List.copyOf(networks);
    }

    /** Whether all tasks share one trunk. */
    public boolean isShared() {
        return networks.size() == 1;
    }
}
