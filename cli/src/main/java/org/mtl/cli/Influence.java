package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.influence.Directions;
import org.mtl.influence.ExactInfluence;
import org.mtl.influence.FirstOrderScorer;
import org.mtl.influence.Normalization;
import org.mtl.influence.RowInfluence;
import org.mtl.influence.TaskInfluence;
import org.mtl.io.CsvWriter;
import org.mtl.model.Curvature;
import org.mtl.model.LinearObjective;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl influence MODEL...}. */
@Command(
        name = "influence",
        description = {
            "Predicts how each task's validation loss would change without each training row, or without each task.",
            "A score is the loss with the row minus the loss without it: positive is harmful."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model | mtl select --drop 0.1 | mtl retrain model --selection - -o better",
            "  mtl influence model --level task --as gain -o gain.csv"
        })
final class Influence extends Subcommand {

    /** The words of {@code --level}. */
    enum Level {
        instance,
        task
    }

    /** The words of {@code --method}. */
    enum Method {
        exact
    }

    /** The words of {@code --as}. */
    enum As {
        harm,
        gain
    }

    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Models; of several, the mean of their scores.")
    private List<String> models;

    @Mixin
    private ModelDataOptions dataOptions;

    @Option(names = "--method", paramLabel = "exact", order = 20, description = "How the Hessian is inverted. Default: exact.")
    private Method method = Method.exact;

    @Option(
            names = "--level",
            paramLabel = "instance|task",
            order = 21,
            description = "Score single training rows (instance, the default) or whole tasks.")
    private Level level = Level.instance;

    @Option(names = "--to", paramLabel = "TASK,...", order = 22, description = "Only these target tasks. Default: all with validation rows.")
    private String to;

    @Option(
            names = "--on",
            paramLabel = "train|val|test",
            order = 23,
            description = "The rows that the loss is taken on. Default: val.")
    private SplitWord on = SplitWord.val;

    @Option(
            names = "--as",
            paramLabel = "harm|gain",
            order = 24,
            description = "With --level task: harm (the default), or gain, its negative, which group takes.")
    private As as = As.harm;

    @Mixin
    private ScoreFormat format;

    @Mixin
    private ResultOptions results;

    Influence(Context context) {
        super(context);
    }

    /** A model ready to score: its objective, its data and the directions to its targets. */
    private record Ready(FittedModel fitted, LinearObjective objective, Directions directions) {}

    @Override
    int run() throws Exception {
        if (as == As.gain && level != Level.task) {
            throw MtlException.usage("--as gain needs --level task");
        }
        boolean npy = format.isNpy(results);
        List<Ready> ready = new ArrayList<>();
        for (String model : models) {
            ready.add(prepare(FittedModel.open(model, dataOptions.data(), context())));
            requireSameLines(ready.get(0), ready.get(ready.size() - 1));
        }
        List<String> targets = targetNames(ready.get(0));
        Dataset data = ready.get(0).fitted().data();
        Map<String, Object> facts = facts(ready, targets);
        if (npy) {
            results.writeNamed(context(), "influence", facts, recordedCommand(), (out, names) ->
                    write(new NpyScoreWriter(out, new CsvWriter(names)), ready, data, targets));
        } else {
            results.write(context(), "influence", facts, recordedCommand(), out ->
                    write(new CsvScoreWriter(new CsvWriter(out)), ready, data, targets));
        }
        return ExitCode.DONE;
    }

    private void write(ScoreWriter destination, List<Ready> ready, Dataset data, List<String> targets)
            throws IOException {
        try (ScoreWriter writer = destination) {
            if (level == Level.task) {
                writer.matrix(as == As.gain ? "source" : "harm", data.taskNames(), targets, taskScores(ready));
            } else {
                writeRows(writer, ready, data, targets);
            }
        }
    }

    private Ready prepare(FittedModel fitted) {
        List<Integer> targets = targets(fitted);
        LinearObjective objective = fitted.model().objective(fitted.data(), context().workers());
        Split split = on.split();
        double[][] gradients = fitted.model().meanLosses(fitted.data(), split, context().workers())
                .gradients(fitted.model().parameters());
        Curvature curvature = new Curvature(objective, fitted.model().parameters(), context().workers());
        Directions directions = ExactInfluence.directions(
                curvature.hessian(objective), objective.sharing(), gradients, targets);
        return new Ready(fitted, objective, directions);
    }

    /** The targets: those asked for, or every task with rows to take the loss on. */
    private List<Integer> targets(FittedModel fitted) {
        Split split = on.split();
        Dataset data = fitted.data();
        List<String> asked = to == null ? data.taskNames() : Lists.parse("--to", to);
        List<Integer> targets = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String name : asked) {
            int position = data.taskNames().indexOf(name);
            if (position < 0) {
                throw MtlException.data("--to: " + fitted.folder().path() + " has no task '" + name + "'");
            }
            if (data.tasks().get(position).size(split) > 0) {
                targets.add(position);
            } else {
                without.add(name);
            }
        }
        if (targets.isEmpty()) {
            throw MtlException.data(fitted.folder().path() + ": no task has " + word(split)
                    + " rows to take the loss on; train with --split, for example --split 0.6,0.2,0.2");
        }
        if (!without.isEmpty()) {
            context().warn("no " + word(split) + " rows, hence no target: " + String.join(", ", without));
        }
        return targets;
    }

    private static String word(Split split) {
        return split == Split.VALIDATION ? "validation" : split.label();
    }

    private static void requireSameLines(Ready first, Ready other) {
        Dataset a = first.fitted().data();
        Dataset b = other.fitted().data();
        boolean same = a.taskNames().equals(b.taskNames()) && first.directions().targets().equals(other.directions().targets());
        for (int k = 0; same && k < a.tasks().size(); k++) {
            int[] rows = a.tasks().get(k).in(Split.TRAIN).rows();
            same = Arrays.equals(rows, b.tasks().get(k).in(Split.TRAIN).rows());
        }
        if (!same) {
            throw MtlException.data(other.fitted().folder().path() + " and " + first.fitted().folder().path()
                    + " have different tasks or training rows: their scores have no mean");
        }
    }

    private static List<String> targetNames(Ready ready) {
        List<String> names = ready.fitted().data().taskNames();
        return ready.directions().targets().stream().map(names::get).toList();
    }

    private void writeRows(ScoreWriter writer, List<Ready> ready, Dataset data, List<String> targets)
            throws IOException {
        List<RowInfluence> scorers = new ArrayList<>();
        for (Ready model : ready) {
            scorers.add(new RowInfluence(model.objective(), targets.size(), new FirstOrderScorer(
                    model.objective(), model.fitted().model().parameters(), model.directions(), Normalization.FIXED)));
        }
        long lines = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
        List<String> names = data.taskNames();
        writer.startRows(lines, targets);
        RowInfluence.forEachBlock(scorers, context().workers(), block -> {
            for (int line = 0; line < block.size(); line++) {
                String row = data.ids().name(block.rows()[line]);
                String task = names.get(block.tasks()[line]);
                requireFinite(block.scores(), line * targets.size(), targets.size(), row, task);
                writer.row(row, task, block.scores(), line * targets.size(), targets.size());
            }
        });
    }

    private static void requireFinite(double[] scores, int from, int count, String row, String task) {
        for (int i = from; i < from + count; i++) {
            if (!Double.isFinite(scores[i])) {
                throw MtlException.data("the score of row '" + row + "' of task '" + task + "' is " + scores[i]
                        + ": the features or targets are too large; train with --standardize pooled");
            }
        }
    }

    private double[][] taskScores(List<Ready> ready) {
        double[][] sum = null;
        double factor = (as == As.gain ? -1.0 : 1.0) / ready.size();
        for (Ready model : ready) {
            double[][] scores =
                    TaskInfluence.scores(model.objective(), model.fitted().model().parameters(), model.directions());
            sum = sum == null ? new double[scores.length][scores[0].length] : sum;
            for (int i = 0; i < scores.length; i++) {
                for (int j = 0; j < scores[i].length; j++) {
                    sum[i][j] += factor * scores[i][j];
                }
            }
        }
        return sum;
    }

    private Map<String, Object> facts(List<Ready> ready, List<String> targets) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("level", level.name());
        facts.put("method", method.name());
        facts.put("sign", as == As.gain ? "positive is helpful" : "positive is harmful");
        facts.put("normalization", "fixed");
        facts.put("on", on.name());
        facts.put("targets", targets);
        facts.put("models", ready.stream().map(model -> modelFact(model.fitted())).toList());
        return facts;
    }

    private static Map<String, Object> modelFact(FittedModel fitted) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("path", fitted.folder().path().toString());
        fact.put("sha256", fitted.folder().hash());
        return fact;
    }
}
