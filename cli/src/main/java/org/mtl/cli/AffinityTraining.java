package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.affinity.AffinityCollector;
import org.mtl.affinity.CollectionSettings;
import org.mtl.affinity.StepMeasure;
import org.mtl.data.Dataset;
import org.mtl.evaluation.StandardError;
import org.mtl.training.network.StepObserver;
import org.mtl.training.network.TrainingListener;

/** Trains to collect affinities, of which nothing else is kept. */
final class AffinityTraining {

    private final Context context;
    private final Dataset data;
    private final List<StepMeasure> measures;
    private final Optional<List<List<Integer>>> groups;

    /**
     * Prepares the training.
     *
     * @param groups the tasks of each group whose effects on its own tasks are collected; none: those of each task on each
     */
    AffinityTraining(Context context, Dataset data, List<StepMeasure> measures, Optional<List<List<Integer>>> groups) {
        this.context = context;
        this.data = data;
        this.measures = measures;
        this.groups = groups;
    }

    /**
     * What was collected of one measure.
     *
     * @param means larger is better; NaN where nothing was collected; a row for each task, or group
     * @param errors the standard errors of the means: over seeds, of one seed over steps
     */
    record Collected(String method, double[][] means, double[][] errors, Map<String, Object> facts) {}

    /**
     * Trains once for each seed.
     *
     * @param collections one for each seed
     * @param trace also writes what there is now and then
     */
    List<Collected> collect(AffinityTrainers each, List<CollectionSettings> collections, Optional<AffinityTrace> trace) {
        List<AffinityTrainers.Trainer> trainers = each.on(data);
        List<AffinityCollector> collectors = new ArrayList<>();
        for (int s = 0; s < trainers.size(); s++) {
            CollectionSettings settings = collections.get(s);
            int tasks = data.tasks().size();
            AffinityCollector collector = groups.map(some -> new AffinityCollector(some, tasks, false, measures, settings))
                    .orElseGet(() -> new AffinityCollector(tasks, measures, settings));
            String which = trainers.size() > 1 ? "seed " + (s + 1) + " of " + trainers.size() + ", " : "";
            StepObserver observer = trace.map(file -> file.of(collector, settings.seed())).orElse(collector);
            long start = System.nanoTime();
            trainers.get(s).train(new Listener(context, collector, observer, which));
            context.progress("");
            context.detail(which + cost(collector, (System.nanoTime() - start) / 1e9));
            collectors.add(collector);
        }
        return measures.stream().map(measure -> collected(measure, collectors)).toList();
    }

    /** What collecting cost of the time that training took. */
    private static String cost(AffinityCollector collector, double seconds) {
        if (collector.steps() == 0) {
            return "no step collected";
        }
        return String.format(Locale.ROOT, "%d steps collected in %.3g s of %.3g s: %.3g ms a step, %.3g ms a pair",
                collector.steps(), collector.seconds(), seconds, 1e3 * collector.seconds() / collector.steps(),
                1e3 * collector.seconds() / Math.max(1, collector.pairs()));
    }

    private Collected collected(StepMeasure measure, List<AffinityCollector> collectors) {
        double[][] means = collectors.get(0).means(measure);
        double[][] errors = collectors.get(0).standardErrors(measure);
        if (collectors.size() > 1) {
            overSeeds(collectors.stream().map(collector -> collector.means(measure)).toList(), means, errors);
        }
        Map<String, Object> facts = facts(CollectionOptions.word(measure));
        facts.put("steps_collected", collectors.stream().map(AffinityCollector::steps).toList());
        facts.put("standard_errors", collectors.size() == 1 ? "over steps" : "over seeds");
        return new Collected(CollectionOptions.word(measure), means, errors, facts);
    }

    /** What any method's file says. */
    static Map<String, Object> facts(String method) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("method", method);
        facts.put("sign", "positive is helpful");
        return facts;
    }

    /** Puts the matrices of several seeds together: means, and standard errors over seeds, of what is finite. */
    static void overSeeds(List<double[][]> all, double[][] means, double[][] errors) {
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < means[i].length; j++) {
                int row = i;
                int column = j;
                double[] values = all.stream().mapToDouble(one -> one[row][column]).filter(Double::isFinite).toArray();
                means[i][j] = Arrays.stream(values).average().orElse(Double.NaN);
                errors[i][j] = StandardError.of(values);
            }
        }
    }

    /** Shows how far training has come while it collects. */
    private record Listener(Context context, AffinityCollector collector, StepObserver watching, String which)
            implements TrainingListener {

        @Override
        public void epochDone(Progress progress) {
            context.progress(which + "epoch " + progress.epoch() + " of at most " + progress.epochs() + ", "
                    + collector.steps() + " steps collected");
        }

        @Override
        public Optional<StepObserver> observer() {
            return Optional.of(watching);
        }
    }
}
