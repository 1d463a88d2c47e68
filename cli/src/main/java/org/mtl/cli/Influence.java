package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.influence.FirstOrderScorer;
import org.mtl.influence.LeaveTaskOut;
import org.mtl.influence.NewtonScorer;
import org.mtl.influence.Normalization;
import org.mtl.influence.RowInfluence;
import org.mtl.influence.SelfScorer;
import org.mtl.influence.TaskInfluence;
import org.mtl.influence.TaskScorer;
import org.mtl.io.CsvWriter;
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
            "  mtl influence model -o scores.csv",
            "  mtl influence model | mtl select --drop 0.1 | mtl retrain model --selection - -o better",
            "  mtl influence model --level task --correction newton:3 --as gain -o gain.csv"
        })
final class Influence extends Subcommand {

    /** The words of {@code --level}. */
    enum Level {
        instance,
        task,
        self
    }

    /** The words of {@code --method}. */
    enum Method {
        exact
    }

    /** The words of {@code --normalize}. */
    enum Normalize {
        fixed,
        kept
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
            paramLabel = "instance|task|self",
            order = 21,
            description = "Score single training rows (instance, the default), whole tasks, or rows on their own loss"
                    + " (self: large is unusual or mislabelled).")
    private Level level = Level.instance;

    @Option(
            names = "--correction",
            paramLabel = "none|newton[:STEPS]",
            order = 22,
            description = "none (the default): to first order. newton: with the change of the Hessian, so that scores of"
                    + " squared loss equal retraining; for tasks STEPS Newton steps, by default one.")
    private String correction = "none";

    @Option(
            names = "--normalize",
            paramLabel = "fixed|kept",
            order = 23,
            description = "What a row left out does to the weight 1/n of its task's other rows: nothing (fixed, the"
                    + " default), or it becomes 1/(n-1) as in retraining on the rows kept.")
    private Normalize normalize = Normalize.fixed;

    @Option(names = "--to", paramLabel = "TASK,...", order = 24, description = "Only these target tasks. Default: all with validation rows.")
    private String to;

    @Option(
            names = "--on",
            paramLabel = "train|val|test",
            order = 25,
            description = "The rows that losses are taken on. Default: val; of evaluate, test.")
    private SplitWord on = SplitWord.val;

    @Option(
            names = "--as",
            paramLabel = "harm|gain",
            order = 26,
            description = "With --level task: harm (the default), or gain, its negative, which group takes.")
    private As as = As.harm;

    @Mixin
    private ScoreFormat format;

    @Mixin
    private ResultOptions results;

    Influence(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        checkOptions();
        boolean npy = format.isNpy(results);
        List<InfluenceModel> ready = new ArrayList<>();
        Optional<List<String>> asked = Optional.ofNullable(to).map(text -> Lists.parse("--to", text));
        for (String model : models) {
            FittedModel fitted = FittedModel.open(model, dataOptions.data(), context());
            ready.add(InfluenceModel.of(fitted, targetSplit(), asked, context()));
            requireSameLines(ready.get(0), ready.get(ready.size() - 1));
        }
        Map<String, Object> facts = facts(ready);
        if (npy) {
            results.writeNamed(context(), "influence", facts, recordedCommand(), (out, names) ->
                    write(new NpyScoreWriter(out, new CsvWriter(names)), ready));
        } else {
            results.write(context(), "influence", facts, recordedCommand(), out ->
                    write(new CsvScoreWriter(new CsvWriter(out)), ready));
        }
        return ExitCode.DONE;
    }

    private void checkOptions() {
        Correction steps = Correction.parse(correction);
        if (as == As.gain && level != Level.task) {
            throw MtlException.usage("--as gain needs --level task");
        }
        if (level == Level.instance && steps.steps() > 1) {
            throw MtlException.usage("--correction: more than one Newton step needs --level task, found '" + correction + "'");
        }
        if (level == Level.self && (steps.isNewton() || to != null || normalize == Normalize.kept)) {
            throw MtlException.usage("--level self has no targets: --to, --correction and --normalize do not apply");
        }
        if (level == Level.task && normalize == Normalize.kept) {
            throw MtlException.usage("--normalize kept is for rows, not for --level task");
        }
    }

    /** A row's influence on itself needs no rows to take a loss on; its own task's training rows will do. */
    private Split targetSplit() {
        return level == Level.self ? Split.TRAIN : on.split();
    }

    private static void requireSameLines(InfluenceModel first, InfluenceModel other) {
        Dataset a = first.fitted().data();
        Dataset b = other.fitted().data();
        boolean same = a.taskNames().equals(b.taskNames()) && first.targets().equals(other.targets());
        for (int k = 0; same && k < a.tasks().size(); k++) {
            same = a.tasks().get(k).in(Split.TRAIN).hasRowsOf(b.tasks().get(k).in(Split.TRAIN));
        }
        if (!same) {
            throw MtlException.data(other.fitted().folder().path() + " and " + first.fitted().folder().path()
                    + " have different tasks or training rows: their scores have no mean");
        }
    }

    private void write(ScoreWriter destination, List<InfluenceModel> ready) throws IOException {
        try (ScoreWriter writer = destination) {
            if (level == Level.task) {
                String corner = as == As.gain ? AffinityFile.GAIN : AffinityFile.HARM;
                List<String> sources = ready.get(0).fitted().data().taskNames();
                writer.matrix(corner, sources, ready.get(0).targetNames(), taskScores(ready));
            } else {
                writeRows(writer, ready);
            }
        }
    }

    private void writeRows(ScoreWriter writer, List<InfluenceModel> ready) throws IOException {
        List<String> columns = level == Level.self ? List.of("self") : ready.get(0).targetNames();
        List<RowInfluence> scorers = new ArrayList<>();
        for (InfluenceModel model : ready) {
            scorers.add(new RowInfluence(model.objective(), columns.size(), scorer(model)));
        }
        Dataset data = ready.get(0).fitted().data();
        List<String> names = data.taskNames();
        writer.startRows(data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum(), columns);
        RowInfluence.forEachBlock(scorers, context().workers(), block -> {
            for (int line = 0; line < block.size(); line++) {
                String row = data.ids().name(block.rows()[line]);
                String task = names.get(block.tasks()[line]);
                requireFinite(block.scores(), line * columns.size(), columns.size(), row, task);
                writer.row(row, task, block.scores(), line * columns.size(), columns.size());
            }
        });
    }

    private TaskScorer scorer(InfluenceModel model) {
        if (level == Level.self) {
            return new SelfScorer(model.objective(), model.parameters(), model.hessian(context()), context().workers());
        }
        Normalization normalization = Normalization.valueOf(normalize.name().toUpperCase(Locale.ROOT));
        if (Correction.parse(correction).isNewton()) {
            return new NewtonScorer(model.objective(), model.parameters(), model.validation(), model.targets(),
                    normalization, context().workers());
        }
        return new FirstOrderScorer(model.objective(), model.parameters(), model.directions(context()), normalization);
    }

    private static void requireFinite(double[] scores, int from, int count, String row, String task) {
        for (int i = from; i < from + count; i++) {
            if (!Double.isFinite(scores[i])) {
                throw MtlException.data("the score of row '" + row + "' of task '" + task + "' is " + scores[i]
                        + ": the fit without this row is not determined, or features or targets are too large;"
                        + " try --standardize pooled or a larger --lambda");
            }
        }
    }

    /** The mean over models of whole-task scores, with the sign that was asked for. */
    private double[][] taskScores(List<InfluenceModel> ready) {
        Correction steps = Correction.parse(correction);
        double[][] sum = new double[ready.get(0).objective().tasks().size()][ready.get(0).targets().size()];
        double factor = (as == As.gain ? -1.0 : 1.0) / ready.size();
        for (InfluenceModel model : ready) {
            double[][] scores = steps.isNewton()
                    ? new LeaveTaskOut(model.objective(), model.parameters(), model.validation(), model.targets())
                            .afterSteps(steps.steps(), context().workers())
                    : TaskInfluence.scores(model.objective(), model.parameters(), model.directions(context()));
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < sum[i].length; j++) {
                    sum[i][j] += factor * scores[i][j];
                }
            }
        }
        return sum;
    }

    private Map<String, Object> facts(List<InfluenceModel> ready) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("level", level.name());
        facts.put("method", method.name());
        facts.put("correction", correction);
        facts.put("sign", as == As.gain ? "positive is helpful" : "positive is harmful");
        facts.put("normalization", normalize.name());
        facts.put("on", on.name());
        facts.put("targets", level == Level.self ? List.of() : ready.get(0).targetNames());
        facts.put("models", ready.stream().map(model -> model.fitted().fact()).toList());
        return facts;
    }
}
