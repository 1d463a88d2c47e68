package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.influence.Normalization;

/** The paths of all networks of a model, with as many points each, and what is scored along them. */
public final class ModelPath {

    private final ModelNetworks networks;
    private final List<NetworkPath> paths;
    private final List<Map<String, Object>> facts;

    /**
     * A model's path.
     *
     * @param networks whose engines hold the trained parameters, and keep them; computes directions, and has to stay open for that
     * @param facts what a reader of the scores should know of each point
     */
    ModelPath(ModelNetworks networks, List<? extends NetworkPath> paths, List<Map<String, Object>> facts) {
        this.networks = networks;
        this.paths = List.copyOf(paths);
        this.facts = List.copyOf(facts);
    }

    /** What a reader of the scores should know of each point. */
    public List<Map<String, Object>> facts() {
        return facts;
    }

    /**
     * The points with the directions of validation losses.
     *
     * @param on the split that V_k is taken on
     * @param targets the positions of the targets among the model's tasks; none where directions are not wanted
     */
    public List<PathPoint> points(Dataset data, Split on, List<Integer> targets) {
        List<List<TargetGradients>> directions = new ArrayList<>();
        for (int n = 0; n < paths.size(); n++) {
            NetworkPath path = paths.get(n);
            ModelNetworks.Part part = networks.parts().get(n);
            TargetGradients last =
                    NetworkPath.at(path.end(), part.objective(), () -> TargetGradients.of(part, data, on, targets));
            List<double[]> found = last.count() > 0 ? path.directions(last.vectors(), last.count())
                    : path.points().stream().map(point -> new double[0]).toList();
            directions.add(found.stream().map(vectors -> new TargetGradients(last.columns(), vectors)).toList());
        }
        return IntStream.range(0, facts.size()).mapToObj(p -> new PathPoint(
                paths.stream().map(path -> path.points().get(p)).toList(),
                directions.stream().map(of -> of.get(p)).toList())).toList();
    }

    /** {@code --level self}: what scores the training rows of a network on their own loss. */
    public PairScorer self(int network) {
        return new PathSelfPairs(networks.parts().get(network).objective(), paths.get(network));
    }

    /**
     * {@code --per-row}: what scores the training rows of a network on single target rows, for each point.
     *
     * @param points the network's objective, opened at each point
     * @throws org.mtl.MtlException (MEMORY) if the directions of all targets do not fit
     */
    public List<PairScorer> rows(int network, List<TrainedObjective> points, Dataset data, RowTargets targets,
            Normalization normalization) {
        ModelNetworks.Part part = networks.parts().get(network);
        NetworkPath path = paths.get(network);
        TargetFactors factors = NetworkPath.at(path.end(), part.objective(), () -> TargetFactors.of(part, data, targets));
        List<PairScorer> scorers = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int p = 0; p < points.size(); p++) {
            TrainedObjective objective = points.get(p);
            Optional<PairwiseInverse> inverse = path.pairwise(p).filter(map -> map.suits(factors.count()));
            scorers.add(inverse.<PairScorer>map(map -> TargetRowPairs.ofFactors(objective, factors, map, normalization)).orElse(null));
            if (inverse.isEmpty()) {
                others.add(p);
            }
        }
        List<PairScorer> written = WrittenRowPairs.of(others.stream().map(points::get).toList(), factors, (vectors, count) -> {
            List<double[]> all = path.directions(vectors, count);
            return others.stream().map(all::get).toList();
        }, normalization);
        for (int i = 0; i < others.size(); i++) {
            scorers.set(others.get(i), written.get(i));
        }
        return scorers;
    }
}
