package org.mtl.cli;

import java.util.List;
import java.util.function.Predicate;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.influence.network.BlockChoice;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseLayers;
import org.mtl.model.network.NetworkModel;

/** What influence through networks cannot do. */
final class NetworkRequirements {

    private NetworkRequirements() {}

    /**
     * Makes sure that a method can do what is asked of it.
     *
     * @return the models that scores are computed with: their dense layers alone where the method takes no others
     * @throws MtlException (USAGE) for what networks or the method cannot do; (DATA) for tasks of one row; (MEMORY) if what
     *     dense layers see of all rows does not fit
     */
    static List<FittedModel> scored(List<FittedModel> models, InfluenceRequest request, MethodOptions options, String method,
            Context context) {
        require(models, request, options, method);
        Predicate<FittedModel> isForDense = model -> isForDense((NetworkModel) model.any(), request, method);
        context.workers().memory().require("What the layers in front of the dense ones make of all rows",
                models.stream().filter(isForDense)
                        .mapToLong(model -> DenseLayers.bytes((NetworkModel) model.any(), model.data())).sum());
        return models.stream().map(model -> isForDense.test(model) ? model.dense(context.workers()) : model).toList();
    }

    private static void require(List<FittedModel> models, InfluenceRequest request, MethodOptions options, String method) {
        if (request.correction().isNewton()) {
            throw MtlException.usage("--correction newton is for linear models; networks are scored to first order");
        }
        if (request.normalization() == Normalization.KEPT && MethodWords.isCosine(method)) {
            throw MtlException.usage("--normalize kept: a cosine has no weight to change; expected another --method than " + method);
        }
        if (request.normalization() == Normalization.KEPT && MethodWords.projects(method)) {
            throw MtlException.usage("--normalize kept: expected another --method than " + method);
        }
        if (request.perRow() && MethodWords.isCosine(method)) {
            throw MtlException.usage("--per-row: expected another --method than " + method);
        }
        if (request.level() == Influence.Level.task && MethodWords.isCosine(method)) {
            throw MtlException.usage("--level task: cosines of rows have no sum; expected another --method than " + method);
        }
        for (FittedModel model : models) {
            NetworkModel network = (NetworkModel) model.any();
            require(model, network, request, options, method);
        }
    }

    private static boolean isForDense(NetworkModel network, InfluenceRequest request, String method) {
        return DenseLayers.areAPart(network) && (!MethodWords.takesImages(method) || request.isSelf() || request.perRow());
    }

    private static boolean isOfImages(NetworkModel network) {
        return network.networks().get(0).architecture().images().isPresent();
    }

    /** Whether rows move dense layers only, at the parameters that the model has now. */
    private static boolean canBeDense(NetworkModel network, BlockChoice blocks, String method) {
        Architecture layers = network.networks().get(0).architecture();
        return network.isShared() && layers.alignment().isEmpty() && !MethodWords.goesOverEpochs(method)
                && !MethodWords.followsPath(method)
                && layers.blocks().stream().filter(blocks::has).allMatch(block -> DenseLayers.have(layers, block));
    }

    private static void require(FittedModel model, NetworkModel network, InfluenceRequest request, MethodOptions options,
            String method) {
        network.networks().forEach(of -> options.blocks().require(of.architecture()));
        if (NetworkWords.isFixed(model.folder().record().options()) && network.networks().stream()
                .flatMap(of -> of.architecture().blocks().stream()).anyMatch(block -> block.task().isEmpty() && options.blocks().has(block))) {
            throw MtlException.usage(model.folder().path() + ": what its tasks share was not trained (" + NetworkWords.fixing(model.folder().record().options()) + "), so that it"
                    + " answers to no row; expected influence --blocks heads");
        }
        if (isForDense(network, request, method) && !canBeDense(network, options.blocks(), method)) {
            throw MtlException.usage(model.folder().path() + ": a network of " + (isOfImages(network) ? "images" : "words")
                    + "; expected --blocks heads or dense layers such as trunk.1 and a --method that is neither tracin nor "
                    + MethodWords.METASP + " nor " + MethodWords.SOURCE + "; or --method grad-dot without --level self and --per-row");
        }
        boolean absolute = network.losses().stream().anyMatch(loss -> loss.label().equals("absolute"));
        if (absolute && options.needsCurvature(method)) {
            throw MtlException.usage("--method " + method + ": absolute loss has no curvature; expected datainf, grad-dot or grad-cos");
        }
        for (TaskData task : model.data().tasks()) {
            if (request.normalization() == Normalization.KEPT && task.size(Split.TRAIN) < 2) {
                throw MtlException.data("task '" + task.name() + "' has a single training row: without it nothing is left to"
                        + " train it on; use --normalize fixed");
            }
        }
    }
}
