package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.affinity.AffinityCollector;
import org.mtl.affinity.CollectionSettings;
import org.mtl.affinity.StepMeasure;
import org.mtl.data.Dataset;
import org.mtl.evaluation.StandardError;
import org.mtl.training.network.StepObserver;
import org.mtl.training.network.TrainingListener;

/** Trains networks to collect affinities, of which nothing else is kept. */
final class AffinityTraining {

    private final Context context;
    private final Dataset data;
    private final List<StepMeasure> measures;

    AffinityTraining(Context context, Dataset data, List<StepMeasure> measures) {
        this.context = context;
        this.data = data;
        this.measures = measures;
    }

    /**
     * What was collected of one measure.
     *
     * @param means larger is better; NaN where nothing was collected
     * @param errors the standard errors of the means: over seeds, of one seed over steps
     */
    record Collected(String method, AffinityMatrix means, AffinityMatrix errors) {}

    /**
     * Trains once for each seed.
     *
     * @param collections one for each seed
     */
    List<Collected> collect(AffinityTrainers each, List<CollectionSettings> collections) {
        List<AffinityTrainers.Trainer> trainers = each.on(data);
        List<AffinityCollector> collectors = new ArrayList<>();
        for (int s = 0; s < trainers.size(); s++) {
            AffinityCollector collector = new AffinityCollector(data.tasks().size(), measures, collections.get(s));
            String which = trainers.size() > 1 ? "seed " + (s + 1) + " of " + trainers.size() + ", " : "";
            Listener listener = new Listener(context, collector, which);
            trainers.get(s).train(listener);
            context.progress("");
            collectors.add(collector);
        }
        return measures.stream().map(measure -> collected(measure, collectors)).toList();
    }

    private Collected collected(StepMeasure measure, List<AffinityCollector> collectors) {
        boolean one = collectors.size() == 1;
        double[][] means = one ? collectors.get(0).means(measure) : new double[data.tasks().size()][data.tasks().size()];
        double[][] errors = one ? collectors.get(0).standardErrors(measure) : new double[means.length][means.length];
        if (!one) {
            overSeeds(collectors.stream().map(collector -> collector.means(measure)).toList(), means, errors);
        }
        String method = CollectionOptions.word(measure);
        Map<String, Object> facts = new LinkedHashMap<>(AffinityTraining.facts(method));
        facts.put("steps_collected", collectors.stream().map(AffinityCollector::steps).toList());
        Map<String, Object> ofErrors = new LinkedHashMap<>(facts);
        ofErrors.put("standard_error", one ? "over steps" : "over seeds");
        List<String> tasks = data.taskNames();
        return new Collected(method, new AffinityMatrix(tasks, means, facts), new AffinityMatrix(tasks, errors, ofErrors));
    }

    /** What any method's file says. */
    static Map<String, Object> facts(String method) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("method", method);
        facts.put("sign", "positive is helpful");
        return facts;
    }

    private static void overSeeds(List<double[][]> all, double[][] means, double[][] errors) {
        for (int i = 0; i < means.length; i++) {
            for (int j = 0; j < means.length; j++) {
                int row = i;
                int column = j;
                double[] values = all.stream().mapToDouble(one -> one[row][column]).filter(Double::isFinite).toArray();
                means[i][j] = Arrays.stream(values).average().orElse(Double.NaN);
                errors[i][j] = StandardError.of(values);
            }
        }
    }

    /** Shows how far training has come while it collects. */
    private record Listener(Context context, AffinityCollector collector, String which) implements TrainingListener {

        @Override
        public void epochDone(Progress progress) {
            context.progress(which + "epoch " + progress.epoch() + " of at most " + progress.epochs() + ", "
                    + collector.steps() + " steps collected");
        }

        @Override
        public Optional<StepObserver> observer() {
            return Optional.of(collector);
        }
    }
}
