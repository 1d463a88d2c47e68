package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.data.Dataset;
import org.mtl.data.Subsets;
import org.mtl.influence.LeaveTaskOut;
import org.mtl.io.CsvReader;

/** {@code --check loto}: predicted changes of the losses without whole tasks beside those of training again. */
final class LotoCheck {

    private final CheckedModel model;
    private final Context context;

    LotoCheck(CheckedModel model, Context context) {
        this.model = model;
        this.context = context;
    }

    /**
     * Checks every source and target of a matrix, by refits of a linear model.
     *
     * @param scores a matrix that {@code influence --level task} or {@code affinity} wrote, or {@code -}
     * @throws MtlException (DATA) if it is another file, or names tasks that the model does not have
     */
    List<CheckedPair> runLinear(String scores) {
        InfluenceModel linear = model.influence(context);
        double[][] actual = new LeaveTaskOut(linear.objective(), linear.parameters(), linear.validation(), linear.targets())
                .afterRefits(context.workers());
        return pairs(scores, actual);
    }

    /**
     * The same for any model, by training from the same first weights with and without each task.
     *
     * @return nothing where only a part of the models was asked for
     */
    List<CheckedPair> run(String scores, CheckRequest request) {
        Dataset data = model.fitted().data();
        Retraining retraining = new Retraining(model, request, context);
        retraining.addAll(LooCheck.ALL, () -> data);
        if (data.tasks().size() > 1) {
            data.taskNames().forEach(task -> retraining.addAll(set(task), () -> Subsets.withoutTasks(data, Set.of(task))));
        }
        if (!retraining.run()) {
            return List.of();
        }
        double[][] actual = new double[data.tasks().size()][model.targets().size()];
        for (int source = 0; source < actual.length; source++) {
            for (int t = 0; t < actual[source].length; t++) {
                int target = model.targets().get(t);
                actual[source][t] = target == source ? Double.NaN
                        : retraining.meanLoss(LooCheck.ALL, target) - retraining.meanLoss(set(data.taskNames().get(source)), target);
            }
        }
        return pairs(scores, actual);
    }

    private static String set(String task) {
        return "without task " + task;
    }

    /**
     * Reads what was predicted.
     *
     * @param actual sources × targets; NaN where nothing is compared
     */
    private List<CheckedPair> pairs(String scores, double[][] actual) {
        Meta.requireKind(scores, List.of("influence", "affinity"), context);
        List<String> tasks = model.fitted().data().taskNames();
        List<CheckedPair> pairs = new ArrayList<>();
        String name = context.displayName(scores);
        try (CsvReader in = CsvReader.open(context.open(scores), name)) {
            double sign = sign(in);
            int[] columns = columns(in, model.targetNames());
            while (in.next()) {
                int source = tasks.indexOf(in.get(0));
                if (source < 0) {
                    throw MtlException.data(in.place(0) + ": the model has no task '" + in.get(0) + "'");
                }
                for (int column = 1; column < columns.length; column++) {
                    double change = actual[source][columns[column]];
                    if (!Double.isNaN(change)) {
                        pairs.add(new CheckedPair("", in.get(0), in.header().get(column), sign * in.number(column), change));
                    }
                }
            }
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
        return pairs;
    }

    /** A matrix headed {@code harm} has the sign of the actual changes, one headed {@code source} the other. */
    private static double sign(CsvReader in) {
        return switch (in.header().get(0)) {
            case "harm" -> 1;
            case "source" -> -1;
            default -> throw MtlException.data(in.name() + ":1: expected a matrix whose first column is harm or source, found '"
                    + in.header().get(0) + "'; write it with mtl influence --level task");
        };
    }

    private static int[] columns(CsvReader in, List<String> targets) {
        int[] columns = new int[in.header().size()];
        for (int column = 1; column < columns.length; column++) {
            columns[column] = targets.indexOf(in.header().get(column));
            if (columns[column] < 0) {
                throw MtlException.data(in.name() + ":1: the model has no target '" + in.header().get(column) + "'");
            }
        }
        return columns;
    }
}
