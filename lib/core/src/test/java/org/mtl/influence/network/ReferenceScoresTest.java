package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.io.CsvReader;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;

/** Scores beside those of an independent computation ({@code make-reference.py}). */
class ReferenceScoresTest {

    private static final int ROWS = 17;
    private static final int TRAINING = 12;

    private static SmallNetwork network() {
        double[][] values = new double[ROWS][3];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < 3; j++) {
                values[i][j] = (1 + j) * Math.sin(1 + 3 * i + 2 * j) + 0.2 * j;
            }
        }
        Map<Split, TaskData.Labelled> splits = Map.of(
                Split.TRAIN, labelled(0, TRAINING), Split.VALIDATION, labelled(TRAINING, ROWS));
        List<String> classes = List.of("a", "b", "c");
        Dataset data = new Dataset(ArrayFeatures.of(values), RowIds.positions(), Dataset.Form.LONG,
                List.of(new TaskData("task", splits, classes)));
        Architecture architecture = new Architecture(3, List.of(4), List.of(), Activation.TANH, true, List.of(3));
        double[] parameters = IntStream.range(0, 31).mapToDouble(i -> 0.7 * Math.sin(i * 1.7 + 0.3)).toArray();
        NetworkModel model = new NetworkModel(data.features().names(), Standardization.NONE, Optional.empty(),
                List.of(new NetworkModel.Task("task", new SoftmaxLoss(3), 1, classes)),
                List.of(new NetworkModel.Network(architecture, parameters)), Precision.DOUBLE);
        return new SmallNetwork("reference", model, data, 0.01);
    }

    private static TaskData.Labelled labelled(int from, int to) {
        return new TaskData.Labelled(IntStream.range(from, to).toArray(),
                IntStream.range(from, to).mapToDouble(i -> (i * i + 1) % 3).toArray());
    }

    @Test
    void scoresAreThoseOfPlainNumpy() throws IOException {
        Damping damping = Damping.of(0.05);
        Map<String, Function<TrainedObjective, CurvatureInverse>> methods = new LinkedHashMap<>();
        methods.put("grad-dot", objective -> new IdentityInverse(objective.workers()));
        methods.put("kfac", objective -> KfacInverse.of(objective, Fisher.GIVEN, damping));
        methods.put("ekfac", objective -> EkfacInverse.of(objective, Fisher.GIVEN, damping));
        methods.put("datainf", objective -> new DataInfInverse(objective, damping));
        methods.put("gauss-newton", objective -> ConjugateGradientInverse.ofGaussNewton(
                objective, Fisher.GIVEN, damping, new ConjugateGradientInverse.Stop(1e-13, 200)));
        Map<String, double[]> scores = new LinkedHashMap<>();
        methods.forEach((name, method) -> scores.put(name, scores(method)));
        int lines = 0;
        try (CsvReader in = CsvReader.open(ReferenceScoresTest.class.getResourceAsStream("reference.csv"), "reference.csv")) {
            while (in.next()) {
                double expected = Double.parseDouble(in.get(2));
                assertEquals(expected, scores.get(in.get(0))[Integer.parseInt(in.get(1))], 1e-11, in.get(0));
                lines++;
            }
        }
        assertEquals(TRAINING * methods.size(), lines);
    }

    private static double[] scores(Function<TrainedObjective, CurvatureInverse> method) {
        SmallNetwork network = network();
        double[] scores = new double[TRAINING];
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            ModelNetworks.Part part = opened.parts().get(0);
            TargetGradients targets = TargetGradients.of(part, network.data(), Split.VALIDATION, List.of(0));
            double[] u = method.apply(part.objective()).apply(targets.vectors(), 1);
            FirstOrderPairs pairs = new FirstOrderPairs(part.objective(), u, 1, Normalization.FIXED);
            part.objective().training().forEachBatch(100, (task, labels, size) -> 1,
                    (batch, before) -> pairs.score(batch, before, scores));
        }
        return scores;
    }
}
