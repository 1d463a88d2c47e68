package org.mtl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.ModelPath;
import org.mtl.influence.network.PseudoUpdates;
import org.mtl.influence.network.SourceUnrolling;
import org.mtl.store.KeptEpochs;
import org.mtl.training.network.Schedule;

/** The points whose scores a method adds up, and what it makes of targets' gradients at each. */
final class MethodPath {

    private MethodPath() {}

    /**
     * The path of a model.
     *
     * @param networks the model's, opened at its parameters; have to stay open as long as the path is used
     * @throws MtlException (USAGE) if it was not trained by steps; (DATA) if it keeps no epochs that are asked for
     */
    static ModelPath of(String method, FittedModel model, ModelNetworks networks, MethodOptions options) {
        if (method.equals(MethodWords.METASP)) {
            return PseudoUpdates.of(networks, options.series().steps(options.seed()));
        }
        Map<String, String> recorded = model.folder().record().options();
        if (optimizer(model).equals("lbfgs")) {
            throw MtlException.usage("--method source: " + model.folder().path() + " was trained with --optimizer lbfgs, whose steps"
                    + " have no learning rate");
        }
        double factor = Double.parseDouble(recorded.get("lr")) / (1 - Double.parseDouble(recorded.get("momentum")));
        List<SourceUnrolling.Segment> segments = SourceUnrolling.segments(KeptEpochs.of(model.folder()),
                options.series().segments(), lastEpoch(model), epoch -> factor * scheduled(recorded, epoch));
        return SourceUnrolling.of(networks, segments, Integer.parseInt(recorded.get("batch")), options.fisher());
    }

    /**
     * Whether a method takes steps of training for the learning rate times a gradient that were none: those of Adam, which divides
     * each parameter's by the root of moments that no folder keeps.
     */
    static boolean simplifies(String method, FittedModel model) {
        return method.equals(MethodWords.SOURCE) && List.of("adam", "adamw").contains(optimizer(model));
    }

    /** The word of {@code --optimizer} that a model was trained with. */
    static String optimizer(FittedModel model) {
        return model.folder().record().options().get("optimizer");
    }

    /** What the schedule makes of the learning rate in an epoch, counted from 1. */
    static double scheduled(Map<String, String> recorded, int epoch) {
        Schedule schedule = Schedule.valueOf(recorded.get("schedule").toUpperCase(Locale.ROOT));
        return schedule.factor(epoch - 1, Integer.parseInt(recorded.get("epochs")));
    }

    /** The epoch whose parameters the model has; of networks apart the first of theirs. */
    private static int lastEpoch(FittedModel model) {
        Object best = model.folder().record().fit().get("best_epoch");
        List<?> all = best instanceof List<?> list ? list : List.of(best);
        return all.stream().mapToInt(epoch -> ((Number) epoch).intValue()).min().orElseThrow();
    }
}
