package org.mtl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.model.network.EngineFactory;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.LossRule;
import org.mtl.training.network.Checkpoints;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.network.NetworkSharing;
import org.mtl.training.network.NetworkTrainer;
import org.mtl.training.network.SoftSharingSteps;
import org.mtl.training.network.StepSettings;
import org.mtl.training.network.TrainingListener;

/**
 * What is trained while affinities are collected, once for each seed.
 *
 * @param losses which losses tasks have
 * @param made what trains on a data set, one for each seed
 */
record AffinityTrainers(LossRule losses, Function<Dataset, List<Trainer>> made) {

    /** Trains, and keeps nothing. */
    interface Trainer {
        void train(TrainingListener listener);
    }

    /** What trains on a data set, one for each seed. */
    List<Trainer> on(Dataset data) {
        return made.apply(data);
    }

    /** Networks with hard sharing, or linear models with soft sharing, as the options say. */
    static AffinityTrainers of(FitOptions fit, NetworkOptions network, List<Long> seeds, Context context) {
        if (fit.kind() == FitOptions.Kind.cnn || fit.kind() == FitOptions.Kind.resnet18) {
            throw MtlException.usage("--model " + fit.kind() + ": affinities are collected from dense layers; expected --model mlp, on"
                    + " what mtl evaluate --embeddings writes");
        }
        return fit.isNetwork() ? networks(fit.recorded(network, context), seeds, context) : softSharing(fit, network, seeds, context);
    }

    private static AffinityTrainers networks(Map<String, String> options, List<Long> seeds, Context context) {
        Optional<Initialization> model = InitialModel.of(options, context);
        List<NetworkSettings> settings = seeds.stream().map(seed -> NetworkWords.parse(options, seed, model)).toList();
        if (settings.get(0).sharing() != NetworkSharing.HARD) {
            throw MtlException.usage("--sharing none: tasks that share nothing do not affect each other; expected hard");
        }
        requireSteps(settings.get(0));
        return new AffinityTrainers(settings.get(0).losses(), data -> each(settings, (one, listener) ->
                new NetworkTrainer(one, EngineFactory.own(), context.workers()).train(data, Checkpoints.NONE, listener)));
    }

    private static List<Trainer> each(List<NetworkSettings> settings, BiConsumer<NetworkSettings, TrainingListener> training) {
        return settings.stream().<Trainer>map(one -> listener -> training.accept(one, listener)).toList();
    }

    private static void requireSteps(NetworkSettings settings) {
        if (settings.steps().method() == StepSettings.Method.LBFGS) {
            throw MtlException.usage("affinities are collected at steps on batches; expected --optimizer adam, adamw or sgd with"
                    + " --model mlp");
        }
    }

    /** Penalties are those of the fitted model, standardization and projection too; training is anew, from 0. */
    private static AffinityTrainers softSharing(FitOptions fit, NetworkOptions network, List<Long> seeds, Context context) {
        LinearSettings linear = fit.settings(context);
        if (linear.sharing() != Sharing.SOFT || linear.sharedRidge() != 0) {
            throw MtlException.usage("affinities of linear models are collected with --sharing soft and without --shared-ridge");
        }
        Map<String, String> options = network.withDefaults().ofSoftSharing();
        options.putAll(fit.recorded(context));
        options.put("sharing", "hard");
        List<NetworkSettings> settings = seeds.stream()
                .map(seed -> NetworkWords.parse(options, seed, Optional.empty())).toList();
        return new AffinityTrainers(linear.losses(), data -> {
            LinearModel model = new LinearTrainer(linear, context.workers()).train(data).model();
            return each(settings, (one, listener) -> new SoftSharingSteps(model, one.steps(), one.epochs(), one.seed())
                    .run(data, EngineFactory.own(), context.workers(), listener));
        });
    }
}
