package org.mtl.continual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.RandomOrder;
import org.mtl.model.network.EngineFactory;
import org.mtl.parallel.Workers;
import org.mtl.training.network.NetworkSettings;

/** Learns tasks one after another (METHODS §11, continual learning). */
public final class ContinualTrainer {

    private static final int JUDGED_AT_ONCE = 512;

    /** Is told how learning goes on. */
    public interface Listener {

        /** Where influences go while a task is learned, numbered from 1. */
        InfluenceRecorder recorder(int number);

        /** An epoch was run. */
        void epochDone(String task, int epoch, int epochs);

        /** A task was learned: what a later run may go on from. */
        void taskDone(StreamState state);

        /** Asked before each step; true ends training with a {@link CancellationException}. */
        boolean stopRequested();
    }

    private final ContinualSettings settings;
    private final NetworkSettings network;
    private final EngineFactory engines;
    private final Workers workers;

    /**
     * A trainer.
     *
     * @param network layers and steps
     * @param engines what computes the network
     */
    public ContinualTrainer(ContinualSettings settings, NetworkSettings network, EngineFactory engines, Workers workers) {
        this.settings = settings;
        this.network = network;
        this.engines = engines;
        this.workers = workers;
    }

    /**
     * Learns the tasks of a stream that a state does not know yet. Equal data, settings and seeds give equal bytes, however often
     * learning is interrupted between tasks.
     *
     * @throws MtlException (DATA) if a task has no training rows, or too few classes, or training diverges, or rows are
     *     no images as layers want them, or others than those of tasks before
     * @throws CancellationException if the listener asks to stop
     */
    public StreamState learn(TaskStream stream, StreamState begin, Listener listener) {
        StreamState state = begin;
        for (int t = begin.tasks().size(); t < stream.order().size(); t++) {
            state = learn(stream, state, t, listener);
            listener.taskDone(state);
        }
        return state;
    }

    private StreamState learn(TaskStream stream, StreamState state, int t, Listener listener) {
        String task = stream.order().get(t);
        List<StreamNetwork.Head> heads = heads(state, task, stream.classes(task));
        Rehearsal strategy = settings.method().strategy();
        StreamInputs inputs = StreamInputs.of(network.layers(), stream.image(), stream.inputs());
        state.network().forEach(inputs::requireThoseOf);
        StreamNetwork first = state.network().isEmpty() || strategy.startsAfresh()
                ? StreamNetwork.fresh(network.layers(), inputs, heads, settings.seed())
                : state.network().get(0).grown(network.layers(), heads, settings.seed());
        TaskRows rows = rows(stream, task, t, heads);
        List<TaskRows> earlier = settings.method() != RehearsalMethod.JOINT ? List.of()
                : IntStream.range(0, t).mapToObj(j -> rows(stream, stream.order().get(j), j, heads)).toList();
        Memory memory = new Memory(settings.memoryRows(), state.memory());
        int most = rows.size() + earlier.stream().mapToInt(TaskRows::size).sum();
        long steps = (long) settings.epochs() * ((most + settings.batch() - 1) / settings.batch());
        try (Learner learner = new Learner(first.architecture(), first.losses(), first.parameters(), network.steps(), engines,
                network.layers().precision(), workers, task, steps)) {
            Episode episode = new Episode(settings, t + 1, rows, earlier, learner, memory, listener.recorder(t + 1));
            strategy.begin(episode);
            train(episode, strategy, listener);
            strategy.end(episode);
            requireFinite(learner, task);
            AccuracyMatrix accuracy = state.accuracy().and(task, judge(stream, t, heads, learner));
            List<StreamState.Held> held = new ArrayList<>(state.held());
            memory.examples().forEach(each -> held.add(new StreamState.Held(
                    task, each.row(), each.task(), heads.get(each.head()).classes().get(each.label()))));
            return new StreamState(List.of(first.at(learner.parameters())), memory, accuracy, held);
        }
    }

    private TaskRows rows(TaskStream stream, String task, int t, List<StreamNetwork.Head> heads) {
        int head = settings.setting().ownHeads() ? t : 0;
        return stream.training(task, head, heads.get(head).classes());
    }

    /** The heads that there are, with room for a further task. */
    private List<StreamNetwork.Head> heads(StreamState state, String task, List<String> classes) {
        return StreamNetwork.heads(settings.setting(), state.network().isEmpty() ? List.of() : state.network().get(0).heads(), task, classes);
    }

    private void train(Episode episode, Rehearsal strategy, Listener listener) {
        List<TaskRows> sources = strategy.trainsOnMemory() ? List.of() : strategy.training(episode);
        int[] starts = new int[sources.size() + 1];
        for (int s = 0; s < sources.size(); s++) {
            starts[s + 1] = starts[s] + sources.get(s).size();
        }
        int count = strategy.trainsOnMemory() ? episode.memory().size() : starts[sources.size()];
        Random random = episode.random("batches");
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            int[] order = RandomOrder.of(count, random);
            for (int from = 0, step = 1; from < count; from += settings.batch(), step++) {
                if (listener.stopRequested()) {
                    throw new CancellationException();
                }
                int[] chosen = Arrays.copyOfRange(order, from, Math.min(count, from + settings.batch()));
                Rows rows = strategy.trainsOnMemory() ? episode.memory().rows(chosen) : gather(sources, starts, chosen);
                strategy.step(episode, rows, new Rehearsal.Position(epoch, step, chosen));
            }
            listener.epochDone(episode.rows().name(), epoch, settings.epochs());
        }
    }

    private static Rows gather(List<TaskRows> sources, int[] starts, int[] chosen) {
        if (sources.size() == 1) {
            return sources.get(0).at(chosen);
        }
        Rows all = Rows.NONE;
        for (int s = 0; s < sources.size(); s++) {
            int from = starts[s];
            int to = starts[s + 1];
            int[] own = Arrays.stream(chosen).filter(at -> at >= from && at < to).map(at -> at - from).toArray();
            if (own.length > 0) {
                all = all.and(sources.get(s).at(own));
            }
        }
        return all;
    }

    private static void requireFinite(Learner learner, String task) {
        for (double value : learner.parameters()) {
            if (!Double.isFinite(value)) {
                throw MtlException.data("training diverged at the end of task '" + task + "': a parameter is not finite; try a lower --lr");
            }
        }
    }

    /** a_t1, …, a_tt. */
    private double[] judge(TaskStream stream, int t, List<StreamNetwork.Head> heads, Learner learner) {
        double[] accuracy = new double[t + 1];
        for (int j = 0; j <= t; j++) {
            int head = settings.setting().ownHeads() ? j : 0;
            TaskRows rows = stream.judging(stream.order().get(j), head, heads.get(head).classes());
            int right = 0;
            for (int from = 0; from < rows.size(); from += JUDGED_AT_ONCE) {
                Rows some = rows.at(IntStream.range(from, Math.min(rows.size(), from + JUDGED_AT_ONCE)).toArray());
                int[] classes = learner.classes(some);
                for (int i = 0; i < classes.length; i++) {
                    right += classes[i] == some.labels()[i] ? 1 : 0;
                }
            }
            accuracy[j] = rows.size() == 0 ? Double.NaN : (double) right / rows.size();
        }
        return accuracy;
    }
}
