package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.model.MeanLosses;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;

/**
 * Trains a model again on parts of its data, several at once and each on one thread, and takes the losses; what a file of an
 * earlier run holds is not trained again.
 */
final class Retraining {

    /** Data to train on. */
    interface Part {
        Dataset data();
    }

    /**
     * A model to be trained.
     *
     * @param set what the file calls the training data: equal names are equal data
     * @param part makes the data when they are needed
     */
    private record Job(String set, long seed, Part part) {}

    private final CheckedModel model;
    private final CheckRequest request;
    private final Context context;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, MeanLosses.Figures> results = new LinkedHashMap<>();

    Retraining(CheckedModel model, CheckRequest request, Context context) {
        this.model = model;
        this.request = request;
        this.context = context;
    }

    /** The seeds that models are trained with: that of the model, and the numbers that follow. */
    List<Long> seeds() {
        return LongStream.range(0, request.retrainings()).mapToObj(i -> model.seed() + i).toList();
    }

    /** Asks for a model. */
    void add(String set, long seed, Part part) {
        jobs.putIfAbsent(seed + " " + set, new Job(set, seed, part));
    }

    /** Asks for a model with each of {@link #seeds}. */
    void addAll(String set, Part part) {
        seeds().forEach(seed -> add(set, seed, part));
    }

    /**
     * Trains all that was asked for, or of several parts one.
     *
     * @return whether all results are there; with a part of the work there are none to report
     */
    boolean run() {
        List<Job> all = new ArrayList<>(jobs.values());
        Shard shard = request.shard();
        List<Job> own = all.subList(shard.from(all.size()), shard.to(all.size()));
        try (RetrainedRuns kept = RetrainedRuns.open(request.truth(), model, context)) {
            List<Job> missing = own.stream().filter(job -> kept.get(job.set(), job.seed()).isEmpty()).toList();
            Order order = new Order(missing, kept);
            context.workers().forEach(missing.size(), i -> order.done(i, train(missing.get(i))));
            for (Job job : own) {
                results.put(job.seed() + " " + job.set(), kept.get(job.set(), job.seed()).orElseThrow());
            }
            if (own.size() < all.size()) {
                context.note(request.truth().orElse("") + ": part " + shard + ", " + own.size() + " of " + all.size()
                        + " models are trained; put the files of all parts together with cat");
            }
        }
        return shard.of() == 1;
    }

    /** Hands results to the file in the order in which they were asked for, whichever is ready first. */
    private final class Order {
        private final List<Job> asked;
        private final RetrainedRuns kept;
        private final MeanLosses.Figures[] ready;
        private int next;
        private int count;

        Order(List<Job> asked, RetrainedRuns kept) {
            this.asked = asked;
            this.kept = kept;
            this.ready = new MeanLosses.Figures[asked.size()];
        }

        synchronized void done(int number, MeanLosses.Figures figures) {
            ready[number] = figures;
            context.progress("models trained again", ++count, ready.length);
            for (; next < ready.length && ready[next] != null; next++) {
                kept.put(asked.get(next).set(), asked.get(next).seed(), ready[next]);
            }
        }
    }

    private MeanLosses.Figures train(Job job) {
        Dataset part = job.part().data();
        List<String> names = model.fitted().data().taskNames();
        try (Workers one = new Workers(1, context.workers().memory())) {
            MultitaskModel trained = new Repetition(model.fitted(), part).trainSilently(job.seed(), one);
            MeanLosses.Figures figures = trained.figures(part, model.on().split(), one);
            double[] losses = new double[names.size()];
            double[] metrics = new double[names.size()];
            for (int k = 0; k < losses.length; k++) {
                int position = part.taskNames().indexOf(names.get(k));
                losses[k] = position < 0 ? Double.NaN : figures.losses()[position];
                metrics[k] = position < 0 ? Double.NaN : figures.metrics()[position];
            }
            requireFinite(job, losses);
            return new MeanLosses.Figures(losses, metrics);
        }
    }

    private void requireFinite(Job job, double[] losses) {
        if (Arrays.stream(losses).anyMatch(Double::isInfinite)) {
            throw MtlException.data(model.fitted().folder().path() + ": trained again on '" + job.set() + "' with seed "
                    + job.seed() + ", it has an infinite loss; try --standardize pooled or a smaller --lr");
        }
    }

    /** What a model reached, one value per task; NaN for a task that it does not have or that has no rows. */
    MeanLosses.Figures get(String set, long seed) {
        return Optional.ofNullable(results.get(seed + " " + set)).orElseThrow();
    }

    /** The mean over {@link #seeds} of a task's loss. */
    double meanLoss(String set, int task) {
        return seeds().stream().mapToDouble(seed -> get(set, seed).losses()[task]).average().orElse(Double.NaN);
    }
}
