package org.mtl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.FeatureScale;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.io.OutputFolder;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;
import org.mtl.store.DataReference;
import org.mtl.store.InitialParameters;
import org.mtl.store.ModelRecord;
import org.mtl.store.ModelWriter;
import org.mtl.training.network.Checkpoints;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.network.NetworkTrainer;
import org.mtl.training.network.TrainedNetwork;

/** Trains a network and writes its folder: what {@code train} and {@code retrain} share. */
final class NetworkTraining {

    /** What a model's standardization and projection are, where they are kept. */
    record Transform(Standardization standardization, Optional<PrincipalComponents> components) {}

    /** Above, a root mean square of features is warned of. */
    private static final double LARGE = 10;

    private final Context context;
    private final NetworkSettings settings;
    private final Map<String, String> options;
    private final boolean resumable;
    private final String what;

    /**
     * Prepares a training run.
     *
     * @param options the options in effect, as the model records them
     * @param resumable whether a run that ends early is to be resumed
     */
    NetworkTraining(Context context, NetworkSettings settings, Map<String, String> options, boolean resumable) {
        this(context, settings, options, resumable, "");
    }

    /**
     * The same for one of several models.
     *
     * @param what says in progress which one, empty for nothing
     */
    NetworkTraining(Context context, NetworkSettings settings, Map<String, String> options, boolean resumable, String what) {
        this.context = context;
        this.settings = settings;
        this.options = options;
        this.resumable = resumable;
        this.what = what;
    }

    /** Trains, with a transform of another model where there is one, and writes all files of the model. */
    void run(OutputFolder folder, Dataset data, DataReference reference, List<String> command, long seed, long started,
            Optional<Transform> kept) {
        Checkpoints checkpoints = Checkpoints.in(folder.path(), NetworkWords.checkpoints(options), resumable);
        String summary = write(folder.path(), data, reference, command, seed, started, kept, checkpoints, context.workers());
        checkpoints.deleteStates();
        folder.writeRun(ModelTraining.runFacts(started, context.workers()));
        context.note(folder.target() + ": " + summary);
    }

    /**
     * Trains and writes all files of a model but {@code run.json}.
     *
     * @return what was trained, in one line
     */
    String write(Path folder, Dataset data, DataReference reference, List<String> command, long seed, long started,
            Optional<Transform> kept, Checkpoints checkpoints, Workers workers) {
        TrainedNetwork trained = train(data, kept, checkpoints, workers);
        if (settings.layers().initialization() instanceof Initialization.OfModel initial) {
            InitialParameters.write(folder, initial(initial, trained.model()));
        }
        ModelRecord record = new ModelRecord(
                command, seed, reference, options, fit(trained), EngineOptions.versions(options), trained.model());
        new ModelWriter(folder).write(record, data, trained.history());
        return summary(data, trained, started);
    }

    /** Trains, and writes nothing but checkpoints. */
    TrainedNetwork train(Dataset data, Optional<Transform> kept, Checkpoints checkpoints, Workers workers) {
        NetworkTrainer trainer = new NetworkTrainer(settings, EngineOptions.factory(options), workers);
        EpochProgress progress = new EpochProgress(context, what);
        TrainedNetwork trained = kept.isPresent()
                ? trainer.train(data, kept.get().standardization(), kept.get().components(), checkpoints, progress)
                : trainer.train(data, checkpoints, progress);
        progress.end();
        warnOfEarlyEnd(trained);
        return trained;
    }

    /** First weights and learning rates are meant for values near 1; of grey values to 255 a network learns next to nothing. */
    static void warnOfScale(Dataset data, Map<String, String> options, Context context) {
        boolean words = TextOptions.kind(options).isPresent();
        if (words || !"none".equals(options.get("standardize")) || "lbfgs".equals(options.get("optimizer"))) {
            return;
        }
        double scale = FeatureScale.of(data.features());
        if (scale > LARGE) {
            context.warn(String.format(Locale.ROOT, "features are not standardized and have a root mean square of %.3g; networks"
                    + " learn from values near 1: expected --standardize pooled", scale));
        }
    }

    /** The solution of an exact problem is what later commands take a model of lbfgs for. */
    private void warnOfEarlyEnd(TrainedNetwork trained) {
        long early = trained.fits().stream()
                .filter(fit -> fit.objective().isPresent() && !fit.converged() && fit.epochs() == settings.epochs().epochs())
                .count();
        if (early > 0) {
            TrainedNetwork.Fit fit = trained.fits().stream().filter(each -> !each.converged()).findFirst().orElseThrow();
            String which = trained.fits().size() == 1 ? "" : early + " of " + trained.fits().size() + " networks ";
            context.warn("--optimizer lbfgs: " + which + "stopped by --epochs " + settings.epochs().epochs()
                    + " before it converged, at a gradient of norm "
                    + String.format(Locale.ROOT, "%.3g", fit.gradientNorm().orElse(Double.NaN)) + "; more epochs end nearer to the minimum");
        }
    }

    /** Of each network its first parameters. */
    private List<double[]> initial(Initialization initialization, NetworkModel model) {
        List<double[]> initial = new ArrayList<>();
        for (int n = 0; n < model.networks().size(); n++) {
            List<String> tasks = model.isShared() ? model.taskNames() : model.taskNames().subList(n, n + 1);
            initial.add(initialization.parameters(model.networks().get(n).architecture(), tasks, n, settings.seed()));
        }
        return initial;
    }

    private static Map<String, Object> fit(TrainedNetwork trained) {
        Map<String, Object> fit = new LinkedHashMap<>();
        List<TrainedNetwork.Fit> fits = trained.fits();
        put(fit, "epochs_run", fits.stream().map(TrainedNetwork.Fit::epochs).toList());
        put(fit, "best_epoch", fits.stream().map(TrainedNetwork.Fit::bestEpoch).toList());
        if (fits.stream().allMatch(each -> each.validationLoss().isPresent())) {
            put(fit, "validation_loss", fits.stream().map(each -> each.validationLoss().getAsDouble()).toList());
        }
        if (fits.stream().allMatch(each -> each.objective().isPresent())) {
            put(fit, "objective", fits.stream().map(each -> each.objective().getAsDouble()).toList());
            put(fit, "gradient_norm", fits.stream().map(each -> each.gradientNorm().orElse(Double.NaN)).toList());
            put(fit, "converged", fits.stream().map(TrainedNetwork.Fit::converged).toList());
        }
        return fit;
    }

    /** One network has a value, several have a list. */
    private static void put(Map<String, Object> fit, String key, List<?> values) {
        fit.put(key, values.size() == 1 ? values.get(0) : values);
    }

    private static String summary(Dataset data, TrainedNetwork trained, long started) {
        NetworkModel model = trained.model();
        long rows = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
        long parameters = model.networks().stream().mapToLong(network -> network.parameters().length).sum();
        String networks = model.isShared() ? "" : " in " + model.networks().size() + " networks";
        String best = "";
        if (trained.fits().size() == 1) {
            TrainedNetwork.Fit fit = trained.fits().get(0);
            best = ", epoch " + fit.bestEpoch() + " of " + fit.epochs() + (fit.validationLoss().isPresent()
                    ? " by a validation loss of " + String.format(Locale.ROOT, "%.6g", fit.validationLoss().getAsDouble()) : "");
        }
        return ModelTraining.count(model.tasks().size(), "task") + ", " + rows + (data.form() == Dataset.Form.WIDE ? " training labels, " : " training rows, ")
                + ModelTraining.count(model.features().size(), "feature") + ", " + parameters + " parameters" + networks + best + ", "
                + String.format(Locale.ROOT, "%.2f", (System.nanoTime() - started) / 1e9) + " s";
    }
}
