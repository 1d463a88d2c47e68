package org.mtl.continual;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.model.network.Architecture;
import org.mtl.training.network.LayerSettings;

/**
 * What learning a stream is going to do, found out without learning.
 *
 * @param tasks what is learned, in order
 * @param network the layers after the last task
 */
public record StreamPlan(List<Task> tasks, Architecture network) {

    /**
     * A task of the stream.
     *
     * @param name its name
     * @param classes those of its training rows
     * @param rows what an epoch passes over
     * @param steps the steps of an epoch
     * @param parameters of the network while it is learned
     */
    public record Task(String name, List<String> classes, int rows, int steps, int parameters) {}

    /** Copies the list. */
    public StreamPlan {
        tasks = List.copyOf(tasks);
    }

    /**
     * Plans what a state does not know yet.
     *
     * @param inputs what the network sees of a row
     * @throws MtlException (DATA) if a task has no training rows, or too few classes, or rows are no images and layers for images
     */
    public static StreamPlan of(TaskStream stream, int inputs, ContinualSettings settings, LayerSettings layers, StreamState begin) {
        StreamInputs seen = StreamInputs.of(layers, stream.image(), inputs);
        List<StreamNetwork.Head> heads = begin.network().isEmpty() ? List.of() : begin.network().get(0).heads();
        List<Task> tasks = new ArrayList<>();
        int kept = begin.memory().size();
        int before = begin.tasks().stream().mapToInt(task -> stream.size(task)).sum();
        for (String task : stream.order().subList(begin.tasks().size(), stream.order().size())) {
            List<String> classes = stream.classes(task);
            heads = StreamNetwork.heads(settings.setting(), heads, task, classes);
            int parameters = StreamNetwork.architecture(layers, seen, heads).parameters();
            int own = stream.size(task);
            kept = Math.min(settings.memoryRows(), kept + own);
            int rows = settings.method() == RehearsalMethod.GDUMB ? kept : settings.method() == RehearsalMethod.JOINT ? before + own : own;
            before += own;
            tasks.add(new Task(task, classes, rows, (rows + settings.batch() - 1) / settings.batch(), parameters));
        }
        return new StreamPlan(tasks, StreamNetwork.architecture(layers, seen, heads));
    }
}
