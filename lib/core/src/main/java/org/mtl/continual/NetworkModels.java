package org.mtl.continual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkModel;
import org.mtl.training.network.LayerSettings;

/** Makes of a stream's network a model as other commands read it: with a head for each task over the data's classes. */
public final class NetworkModels {

    /** The bias of a class that a head does not know: its probability is below 1e-13 of that of others. */
    private static final double UNKNOWN = -30;

    private NetworkModels() {}

    /**
     * The model. A head that all tasks have in common is there once for each; predictions are equal.
     *
     * @param data the tasks of the model, all of which the network knows
     */
    public static NetworkModel of(StreamState state, Dataset data, LayerSettings layers, Standardization standardization,
            Optional<PrincipalComponents> components) {
        StreamNetwork network = state.network().get(0);
        List<NetworkModel.Task> tasks = new ArrayList<>();
        for (TaskData task : data.tasks()) {
            Loss loss = new SoftmaxLoss(task.classes().size());
            tasks.add(new NetworkModel.Task(task.name(), loss, weight(data, task), task.classes()));
        }
        Architecture architecture = StreamInputs.of(network.architecture())
                .architecture(layers, data.tasks().stream().map(task -> task.classes().size()).toList());
        double[] parameters = new double[architecture.parameters()];
        System.arraycopy(network.parameters(), 0, parameters, 0, architecture.sharedParameters());
        List<Architecture.Block> sources = StreamNetwork.ofHeads(network.architecture());
        for (Architecture.Block block : StreamNetwork.ofHeads(architecture)) {
            TaskData task = data.tasks().get(block.task().getAsInt());
            int head = network.heads().size() == 1 && network.heads().get(0).task().isEmpty() ? 0 : state.tasks().indexOf(task.name());
            fill(network, sources.get(head), network.heads().get(head), task.classes(), parameters, block);
        }
        return new NetworkModel(data.features().names(), standardization, components, tasks,
                List.of(new NetworkModel.Network(architecture, parameters)), layers.precision());
    }

    private static void fill(StreamNetwork network, Architecture.Block source, StreamNetwork.Head head, List<String> classes,
            double[] parameters, Architecture.Block block) {
        int bias = block.offset() + (block.rows() - 1) * block.columns();
        Arrays.fill(parameters, bias, bias + block.columns(), UNKNOWN);
        for (int c = 0; c < classes.size(); c++) {
            int column = head.classes().indexOf(classes.get(c));
            if (column >= 0) {
                StreamNetwork.copyColumn(network.parameters(), source, column, parameters, block, c);
            }
        }
    }

    /** The share of the task in all rows, times their number of tasks: what batches that draw by size imply. */
    private static double weight(Dataset data, TaskData task) {
        double all = data.tasks().stream().mapToLong(each -> each.size(Split.TRAIN)).sum();
        return all == 0 ? 1 : data.tasks().size() * task.size(Split.TRAIN) / all;
    }
}
