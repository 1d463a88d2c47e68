package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.influence.Normalization;
import org.mtl.store.ModelFolder;
import org.mtl.store.ModelRecord;
import org.mtl.training.network.Checkpoints;

/**
 * Trains a model again on what is left of its rows and scores them again, as a file of scores says that it was made; without
 * one as {@code influence} does by default.
 */
final class Rescoring implements AutoCloseable {

    private final FittedModel fitted;
    private final Context context;
    private final Scratch scratch;
    private final InfluenceRequest request;
    private final MethodOptions method;
    private int rounds;

    Rescoring(FittedModel fitted, String scores, Context context) {
        this.fitted = fitted;
        this.context = context;
        this.scratch = new Scratch(context);
        Function<String, Optional<String>> fact = key -> Meta.fact(scores, key, context);
        Influence.Level level = fact.apply("level").map(Influence.Level::valueOf).orElse(Influence.Level.instance);
        SplitWord on = fact.apply("on").map(SplitWord::valueOf).orElse(SplitWord.val);
        Normalization normalization = fact.apply("normalization")
                .map(word -> Normalization.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Normalization.FIXED);
        this.request = new InfluenceRequest(level, on.split(), Optional.empty(), Correction.parse(fact.apply("correction").orElse("none")),
                normalization, false, Shard.ALL);
        this.method = MethodOptions.of(fact.apply("method"));
    }

    /**
     * The scores of the rows that are left, by row and task, once a model is trained on these.
     *
     * @param rest what is left of the data
     * @param targets the targets that scores are wanted on, in order
     */
    Map<List<String>, Double> scores(Dataset rest, List<String> targets, ToDoubleFunction<double[]> aggregate) {
        FittedModel trained = train(new Repetition(fitted, rest));
        Map<List<String>, Double> result = new HashMap<>();
        try (InfluenceScores scores = open(trained)) {
            List<String> columns = scores.columns();
            int[] wanted = targets.stream().mapToInt(columns::indexOf).toArray();
            scores.writeRows(new Collector((row, task, values) -> {
                double[] some = new double[wanted.length];
                for (int t = 0; t < some.length; t++) {
                    some[t] = values[wanted[t]];
                }
                result.put(List.of(row, task), aggregate.applyAsDouble(some));
            }));
        } catch (IOException e) {
            throw MtlException.io("the temporary folder: " + e.getMessage(), e);
        }
        return result;
    }

    private FittedModel train(Repetition repetition) {
        Path folder = scratch.folder().resolve("round-" + rounds++);
        ModelRecord record = fitted.folder().record();
        long started = System.nanoTime();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
        String summary;
        if (repetition.isNetwork()) {
            Checkpoints checkpoints = Checkpoints.in(folder, NetworkWords.checkpoints(repetition.options()), false);
            summary = repetition.networkTraining(context, false).write(folder, repetition.data(), record.data(), record.command(),
                    record.seed(), started, Optional.of(repetition.transform()), checkpoints, context.workers());
            checkpoints.deleteStates();
        } else if (repetition.isLearner()) {
            throw MtlException.usage("--iterate: " + fitted.folder().path() + " is a model of Tribuo's learners, which has no influence");
        } else {
            summary = new ModelTraining(context, repetition.settings(), repetition.options()).write(folder, repetition.data(),
                    record.data(), record.command(), record.seed(), started, repetition.trainLinear(context.workers()), context.workers());
        }
        context.detail("--iterate: " + summary);
        return new FittedModel(ModelFolder.open(folder), repetition.data(), fitted.device());
    }

    private InfluenceScores open(FittedModel trained) {
        boolean network = new Repetition(trained, trained.data()).isNetwork();
        String word = method.word(network);
        if (network) {
            List<Integer> targets = InfluenceTargets.choose(trained, request.targetSplit(), Optional.empty(), context);
            return InfluenceScores.ofNetworks(List.of(trained), targets, request, method, word, context);
        }
        return new LinearScores(List.of(InfluenceModel.of(trained, request.targetSplit(), Optional.empty(), context)), request, context);
    }

    /** Takes the scores of a row. */
    private interface Line {
        void put(String row, String task, double[] scores);
    }

    /** Keeps scores instead of writing them. */
    private record Collector(Line line) implements ScoreWriter {

        @Override
        public void startRows(long lines, List<String> targets) {
            // The columns are known.
        }

        @Override
        public void startRows(long lines, List<String> targetRows, List<String> targetTasks) {
            throw new IllegalStateException("scores on single rows");
        }

        @Override
        public void row(String row, String task, double[] scores, int from, int count) {
            line.put(row, task, Arrays.copyOfRange(scores, from, from + count));
        }

        @Override
        public void matrix(String corner, List<String> sources, List<String> targets, double[][] scores) {
            throw new IllegalStateException("scores of tasks");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
