package org.mtl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.data.Dataset;
import org.mtl.data.Seeds;
import org.mtl.evaluation.StandardError;
import org.mtl.io.CsvWriter;
import org.mtl.io.Hashes;
import org.mtl.model.MeanLosses;
import org.mtl.selection.Selector;

/** {@code --check removal}: the losses of models trained without the worst, the best, or random rows. */
final class RemovalCheck {

    /** The columns of the result. */
    private static final List<String> HEADER =
            List.of("order", "share", "dropped", "task", "loss", "metric", "loss_error", "metric_error");

    /** In which order rows are dropped. */
    private enum Order {
        harmful,
        helpful,
        random
    }

    /** Models that belong together: the same order and share, with different seeds. */
    private record Group(String order, String share, int dropped, List<Run> runs) {}

    /** A model. */
    private record Run(String set, long seed) {}

    private final CheckedModel model;
    private final Context context;
    private final ScoreLines lines;
    private final ModelScores found;
    private final int[] classes;

    /**
     * Takes the scores.
     *
     * @param lines every training row of the model with one score
     * @param name how messages name the scores
     */
    RemovalCheck(CheckedModel model, ScoreLines lines, String name, Context context) {
        this.model = model;
        this.context = context;
        this.lines = lines;
        this.found = ModelScores.find(lines, name, model.fitted());
        this.classes = found.classes();
    }

    /**
     * A line of the result.
     *
     * @param dropped the number of training rows without which the models were trained
     * @param task the task, or {@code *} for the mean over tasks
     * @param errors the standard errors of loss and metric, NaN for one model
     */
    record Line(String order, String share, int dropped, String task, double loss, double metric, double[] errors) {

        private void write(CsvWriter csv) throws IOException {
            csv.field(order).field(share).field(dropped).field(task);
            csv.known(loss).known(metric).known(errors[0]).known(errors[1]).end();
        }
    }

    static void write(CsvWriter csv, List<Line> result) throws IOException {
        csv.record(HEADER);
        for (Line line : result) {
            line.write(csv);
        }
    }

    /**
     * Trains without some shares of the rows.
     *
     * @param shares the shares as given, with what they mean
     * @param draws how many random choices stand for chance
     * @return nothing where only a part of the models was asked for
     */
    Optional<List<Line>> run(List<String> shares, List<Selector.Amount> amounts, int draws, CheckRequest request) {
        Retraining retraining = new Retraining(model, request, context);
        List<Group> groups = new ArrayList<>();
        groups.add(ordered(retraining, "none", "0", all()));
        for (int i = 0; i < amounts.size(); i++) {
            for (Order order : Order.values()) {
                groups.add(order == Order.random
                        ? random(retraining, shares.get(i), amounts.get(i), draws)
                        : ordered(retraining, order.name(), shares.get(i), keep(amounts.get(i), scores(order))));
            }
        }
        if (!retraining.run()) {
            return Optional.empty();
        }
        return Optional.of(groups.stream().flatMap(group -> lines(group, retraining).stream()).toList());
    }

    private boolean[] all() {
        boolean[] keep = new boolean[classes.length];
        Arrays.fill(keep, true);
        return keep;
    }

    private double[] scores(Order order) {
        return order == Order.harmful ? lines.scores() : Arrays.stream(lines.scores()).map(score -> 0 - score).toArray();
    }

    /** No task and no class loses its last row, in any order. */
    private boolean[] keep(Selector.Amount amount, double[] scores) {
        return new Selector(amount, false, false)
                .keep(scores, lines.tasks(), classes, IntStream.range(0, classes.length).toArray());
    }

    private Group ordered(Retraining retraining, String order, String share, boolean[] keep) {
        String set = add(retraining, keep, retraining.seeds());
        return new Group(order, share, dropped(keep), retraining.seeds().stream().map(seed -> new Run(set, seed)).toList());
    }

    private Group random(Retraining retraining, String share, Selector.Amount amount, int draws) {
        List<Run> runs = new ArrayList<>();
        int dropped = 0;
        for (int draw = 0; draw < draws; draw++) {
            Random random = Seeds.random(model.seed(), "removal:" + draw);
            boolean[] keep = keep(amount, random.doubles(classes.length).toArray());
            long seed = retraining.seeds().get(draw % retraining.seeds().size());
            runs.add(new Run(add(retraining, keep, List.of(seed)), seed));
            dropped = dropped(keep);
        }
        return new Group(Order.random.name(), share, dropped, runs);
    }

    /** The set is called by what it lacks, so that all scores that drop the same rows share a model. */
    private String add(Retraining retraining, boolean[] keep, List<Long> seeds) {
        StringBuilder missing = new StringBuilder();
        IntStream.range(0, keep.length).filter(line -> !keep[line]).mapToObj(line ->
                lines.rows().get(line) + "\n" + lines.taskNames().get(lines.tasks()[line]) + "\n").sorted().forEach(missing::append);
        String set = missing.isEmpty() ? LooCheck.ALL
                : "without " + Hashes.sha256(missing.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        seeds.forEach(seed -> retraining.add(set, seed, () -> found.kept(keep)));
        return set;
    }

    private static int dropped(boolean[] keep) {
        return (int) IntStream.range(0, keep.length).filter(line -> !keep[line]).count();
    }

    private List<Line> lines(Group group, Retraining retraining) {
        Dataset data = model.fitted().data();
        List<MeanLosses.Figures> figures = group.runs().stream().map(run -> retraining.get(run.set(), run.seed())).toList();
        List<Line> result = new ArrayList<>();
        for (int target : model.targets()) {
            result.add(line(group, data.taskNames().get(target), figures.stream().mapToDouble(each -> each.losses()[target]).toArray(),
                    figures.stream().mapToDouble(each -> each.metrics()[target]).toArray()));
        }
        result.add(line(group, "*", figures.stream().mapToDouble(each -> mean(each.losses())).toArray(),
                figures.stream().mapToDouble(each -> mean(each.metrics())).toArray()));
        return result;
    }

    private static Line line(Group group, String task, double[] losses, double[] metrics) {
        return new Line(group.order(), group.share(), group.dropped(), task, Arrays.stream(losses).average().orElse(Double.NaN),
                Arrays.stream(metrics).average().orElse(Double.NaN),
                new double[] {StandardError.of(losses), StandardError.of(metrics)});
    }

    private double mean(double[] values) {
        return model.targets().stream().mapToDouble(target -> values[target]).average().orElse(Double.NaN);
    }
}
