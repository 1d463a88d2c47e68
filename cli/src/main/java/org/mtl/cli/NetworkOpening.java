package org.mtl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mtl.influence.network.CosinePairs;
import org.mtl.influence.network.CurvatureInverse;
import org.mtl.influence.network.FirstOrderPairs;
import org.mtl.influence.network.IdentityInverse;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.ModelPath;
import org.mtl.influence.network.PairScorer;
import org.mtl.influence.network.PathPoint;
import org.mtl.influence.network.RowTargets;
import org.mtl.influence.network.SelfPairs;
import org.mtl.influence.network.TargetGradients;
import org.mtl.influence.network.TargetRowPairs;
import org.mtl.influence.network.TrainedObjective;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.store.KeptEpochs;

/** Opens a model's networks at the points that a method scores at, and computes all that a pass over the scored rows needs. */
final class NetworkOpening {

    private final List<Integer> targets;
    private final InfluenceRequest request;
    private final MethodOptions options;
    private final String method;
    private final RowTargets rowTargets;
    private final Context context;

    NetworkOpening(List<Integer> targets, InfluenceRequest request, MethodOptions options, String method, RowTargets rowTargets,
            Context context) {
        this.targets = targets;
        this.request = request;
        this.options = options;
        this.method = method;
        this.rowTargets = rowTargets;
        this.context = context;
    }

    /**
     * Opens a model.
     *
     * @param facts receives what a reader should know of each point or network
     */
    List<OpenedNetworks> open(FittedModel model, List<Object> facts) {
        if (MethodWords.goesOverEpochs(method)) {
            return atEpochs(model, facts);
        }
        if (MethodWords.followsPath(method)) {
            return onPath(model, facts);
        }
        return List.of(open(model, (NetworkModel) model.any(), 1, facts));
    }

    private List<OpenedNetworks> atEpochs(FittedModel model, List<Object> facts) {
        List<OpenedNetworks> epochs = new ArrayList<>();
        Map<String, String> recorded = model.folder().record().options();
        KeptEpochs.of(model.folder()).forEach((epoch, network) -> {
            double rate = Double.parseDouble(recorded.get("lr")) * MethodPath.scheduled(recorded, epoch);
            epochs.add(open(model, network, rate, new ArrayList<>()));
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("epoch", epoch);
            fact.put("learning_rate", rate);
            facts.add(fact);
        });
        return epochs;
    }

    private List<OpenedNetworks> onPath(FittedModel model, List<Object> facts) {
        NetworkModel network = (NetworkModel) model.any();
        ModelNetworks start = networks(model, network);
        ModelPath path = path(model, start);
        facts.addAll(path.facts());
        if (MethodPath.simplifies(method, model)) {
            context.warn("--method " + method + ": " + model.folder().path() + " was trained with --optimizer "
                    + MethodPath.optimizer(model) + ", whose steps are not the learning rate times a gradient; they are taken for steps of"
                    + " sgd, and scores are in units of their own");
        }
        if (request.isSelf()) {
            return List.of(new OpenedNetworks(start, List.of(),
                    IntStream.range(0, start.parts().size()).mapToObj(path::self).toList()));
        }
        try (start) {
            return atPoints(model, network, path);
        }
    }

    private ModelPath path(FittedModel model, ModelNetworks start) {
        try {
            return MethodPath.of(method, model, start, options);
        } catch (RuntimeException e) {
            start.close();
            throw e;
        }
    }

    private List<OpenedNetworks> atPoints(FittedModel model, NetworkModel network, ModelPath path) {
        List<OpenedNetworks> opened = new ArrayList<>();
        for (PathPoint point : path.points(model.data(), request.on(), request.perRow() ? List.of() : targets)) {
            OpenedNetworks next =
                    new OpenedNetworks(networks(model, network.at(point.parameters())), point.directions(), new ArrayList<>());
            for (int n = 0; n < next.networks().parts().size() && !request.perRow(); n++) {
                addScorer(next, next.networks().parts().get(n).objective(), point.directions().get(n));
            }
            opened.add(next);
        }
        for (int n = 0; n < network.networks().size() && request.perRow(); n++) {
            int part = n;
            List<TrainedObjective> points = opened.stream().map(next -> next.networks().parts().get(part).objective()).toList();
            List<PairScorer> scorers = path.rows(n, points, model.data(), rowTargets, request.normalization());
            for (int p = 0; p < scorers.size(); p++) {
                opened.get(p).scorers().add(scorers.get(p));
            }
        }
        return opened;
    }

    private ModelNetworks networks(FittedModel model, NetworkModel network) {
        double decay = Double.parseDouble(model.folder().record().options().get("weight-decay"));
        Precision precision = MethodWords.needsDoubles(method) || options.isArrow() ? Precision.DOUBLE : network.precision();
        return new ModelNetworks(network, model.data(), decay, precision, network.engines(), context.workers(),
                options.blocks());
    }

    private OpenedNetworks open(FittedModel model, NetworkModel network, double factor, List<Object> facts) {
        OpenedNetworks next = new OpenedNetworks(networks(model, network), new ArrayList<>(), new ArrayList<>());
        for (ModelNetworks.Part part : next.networks().parts()) {
            TrainedObjective objective = part.objective();
            if (request.isSelf() || request.perRow()) {
                CurvatureInverse inverse = inverse(objective, factor);
                next.scorers().add(request.isSelf() ? new SelfPairs(objective, inverse)
                        : TargetRowPairs.of(part, model.data(), rowTargets, inverse, request.normalization()));
                facts.add(inverse.facts());
                continue;
            }
            TargetGradients gradients = TargetGradients.of(part, model.data(), request.on(), targets);
            if (gradients.count() == 0 || MethodWords.isCosine(method)) {
                next.scorers().add(new CosinePairs(objective, gradients.vectors(), gradients.count()));
                next.directions().add(gradients);
                continue;
            }
            CurvatureInverse inverse = inverse(objective, factor);
            TargetGradients directions =
                    new TargetGradients(gradients.columns(), inverse.apply(gradients.vectors(), gradients.count()));
            next.directions().add(directions);
            facts.add(inverse.facts());
            addScorer(next, objective, directions);
        }
        return next;
    }

    private CurvatureInverse inverse(TrainedObjective objective, double factor) {
        return MethodWords.goesOverEpochs(method)
                ? new IdentityInverse(objective.workers(), factor) : options.inverse(method, objective);
    }

    private void addScorer(OpenedNetworks networks, TrainedObjective objective, TargetGradients directions) {
        if (request.level() == Influence.Level.instance) {
            networks.scorers().add(
                    new FirstOrderPairs(objective, directions.vectors(), directions.count(), request.normalization()));
        }
    }
}
