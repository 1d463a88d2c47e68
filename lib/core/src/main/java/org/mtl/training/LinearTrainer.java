package org.mtl.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.Standardizer;
import org.mtl.data.TaskData;
import org.mtl.model.LinearModel;
import org.mtl.model.LinearObjective;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.Quadratic;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/** Trains linear multitask models to the exact minimum (METHODS §2). */
public final class LinearTrainer {

    /** A coefficient that takes this part in a free direction makes its column a dependent one. */
    private static final double PARTICIPATION = 1e-6;

    /** With as many columns, X'X of the validation rows costs no more than the passes over them that it saves. */
    private static final int FEW_COLUMNS = 128;

    private final LinearSettings settings;
    private final Workers workers;

    /** A trainer with these settings. */
    public LinearTrainer(LinearSettings settings, Workers workers) {
        this.settings = settings;
        this.workers = workers;
    }

    /** Fits standardization and projection to the training rows, then the model. */
    public TrainedModel train(Dataset data) {
        Standardization standardization = Standardizer.fit(data, settings.standardize());
        return train(data, standardization, settings.projection().fit(data, standardization));
    }

    /**
     * Fits the model with a standardization and a projection that are kept from elsewhere.
     *
     * @throws MtlException (DATA) if there are no features, labels do not suit the losses, or the fit overflows
     */
    public TrainedModel train(Dataset data, Standardization standardization, Optional<PrincipalComponents> components) {
        List<String> features = data.features().names();
        if (features.isEmpty() && !settings.intercept()) {
            throw MtlException.data("the data has no feature columns and the model no intercept: nothing to fit");
        }
        data.features().requireQuantities("--model linear");
        Design design =
                new Design(data.features(), standardization, components, settings.intercept()).materialized();
        LinearObjective objective =
                new LinearObjective(design, terms(data, settings), settings.sharing(), settings.sharedRidge(), workers);
        workers.memory().require("Training", bytes(objective, workers.threads()));
        boolean tuned = settings.penalty() instanceof PenaltyRule.Auto
                && data.tasks().stream().anyMatch(task -> task.size(Split.VALIDATION) > 0);
        Functions functions = functions(data, objective, tuned);
        NewtonSolver solver = new NewtonSolver(objective, functions.training(), workers);
        Optional<PenaltyTuning.Result> tuning =
                tuned ? Optional.of(tuning(data, objective, solver, functions)) : Optional.empty();
        Optional<Double> scale = tuning.map(result -> result.best().scale()).or(this::fixedScale);
        double[] penalties = scale.isPresent()
                ? PenaltyTuning.penalties(objective, scale.get())
                : given(objective);
        LinearFit fit = tuning.map(PenaltyTuning.Result::fit)
                .orElseGet(() -> solver.solve(penalties, objective.zeroParameters()));
        LinearModel model = new LinearModel(settings.sharing(), settings.intercept(), features, standardization,
                components, tasks(objective, data, penalties), settings.sharedRidge(), fit.parameters());
        return new TrainedModel(model, fit, tuning, scale, dependentColumns(design, fit));
    }

    /** An estimate of the memory of each task's curvature and its factor, and of the sums of each thread. */
    private static double bytes(LinearObjective objective, int threads) {
        double square = Math.pow(objective.blockLength() / objective.curvatureRepeats(), 2);
        return Double.BYTES * square * (2.0 * objective.tasks().size() + threads);
    }

    /**
     * The loss, training rows and weight of every task; λ_k is NaN.
     *
     * @throws MtlException (DATA) if labels do not suit the losses, or losses one another
     */
    static List<TaskTerm> terms(Dataset data, LinearSettings settings) {
        double[] weights = settings.weights().of(data.tasks());
        List<TaskTerm> terms = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            TaskData task = data.tasks().get(k);
            // λ_k is set for each solve.
            Loss loss = settings.losses().of(task);
            terms.add(new TaskTerm(task.name(), task.in(Split.TRAIN), loss, weights[k], Double.NaN));
            requireOneLength(terms.get(0), terms.get(k));
        }
        return terms;
    }

    private static void requireOneLength(TaskTerm first, TaskTerm other) {
        if (first.loss().outputs() != other.loss().outputs()) {
            throw MtlException.data("tasks '" + first.name() + "' (" + describe(first.loss()) + ") and '" + other.name() + "' ("
                    + describe(other.loss()) + ") have coefficients of different sizes and share none; train them apart,"
                    + " with --only-tasks");
        }
    }

    private static String describe(Loss loss) {
        String what = loss.isClassification() ? " classes" : " values";
        return loss.label() + (loss.outputs() > 1 ? " of " + loss.outputs() + what : "");
    }

    /**
     * The squared losses of the rows as functions of the parameters, one for each task; none for other losses.
     *
     * @param training those of the objective
     * @param validation those of the validation rows, where they are wanted and cost less than passes over these rows
     */
    private record Functions(List<Quadratic> training, List<Quadratic> validation) {}

    private Functions functions(Dataset data, LinearObjective objective, boolean tuned) {
        if (!objective.isQuadratic()) {
            return new Functions(List.of(), List.of());
        }
        List<TaskTerm> terms = objective.tasks();
        int tasks = terms.size();
        boolean validated = tuned && objective.design().columns() <= FEW_COLUMNS;
        List<List<TaskData.Labelled>> groups = new ArrayList<>(List.of(terms.stream().map(TaskTerm::rows).toList()));
        double[] weights = new double[validated ? 2 * tasks : tasks];
        Arrays.setAll(weights, i -> i < tasks ? terms.get(i).rowWeight()
                : 1.0 / Math.max(1, data.tasks().get(i - tasks).size(Split.VALIDATION)));
        if (validated) {
            groups.add(validationRows(data));
        }
        List<Quadratic> all = Quadratic.of(objective.design(), groups, weights, objective.outputs(), workers);
        return new Functions(all.subList(0, tasks), all.subList(tasks, all.size()));
    }

    private static List<TaskData.Labelled> validationRows(Dataset data) {
        return data.tasks().stream().map(task -> task.in(Split.VALIDATION)).toList();
    }

    private PenaltyTuning.Result tuning(Dataset data, LinearObjective objective, NewtonSolver solver, Functions functions) {
        List<Loss> losses = objective.tasks().stream().map(TaskTerm::loss).toList();
        MeanLosses validation = new MeanLosses(objective.design(), validationRows(data), losses, workers);
        return functions.training().isEmpty()
                ? PenaltyTuning.tune(objective, solver, validation)
                : PenaltyTuning.tune(objective, solver, validation, functions.validation());
    }

    private Optional<Double> fixedScale() {
        if (settings.penalty() instanceof PenaltyRule.Scaled scaled) {
            return Optional.of(scaled.scale());
        }
        return settings.penalty() instanceof PenaltyRule.Auto ? Optional.of(PenaltyRule.DEFAULT_SCALE) : Optional.empty();
    }

    private double[] given(LinearObjective objective) {
        PenaltyRule.Given rule = (PenaltyRule.Given) settings.penalty();
        return objective.tasks().stream().mapToDouble(task -> rule.of(task.name())).toArray();
    }

    private static List<LinearModel.Task> tasks(LinearObjective objective, Dataset data, double[] penalties) {
        List<LinearModel.Task> tasks = new ArrayList<>();
        for (int k = 0; k < penalties.length; k++) {
            TaskTerm term = objective.tasks().get(k);
            tasks.add(new LinearModel.Task(term.name(), term.loss(), term.weight(), penalties[k],
                    data.tasks().get(k).classes()));
        }
        return tasks;
    }

    /**
     * The columns that take part in a free direction. Shifting a column's coefficients by the same amount for all classes
     * is always free under softmax, and says nothing about the column.
     */
    private static List<String> dependentColumns(Design design, LinearFit fit) {
        List<String> dependent = new ArrayList<>();
        for (int j = 0; j < design.columns(); j++) {
            for (double[] direction : fit.hessian().freeDirections()) {
                // The directions of outputs that have the same Hessian are those of one of them.
                int outputs = direction.length / design.columns();
                if (spread(direction, j * outputs, outputs) > PARTICIPATION) {
                    dependent.add(design.names().get(j));
                    break;
                }
            }
        }
        return dependent;
    }

    /** The size of a value, or of several the largest distance from their mean. */
    private static double spread(double[] values, int at, int count) {
        if (count == 1) {
            return Math.abs(values[at]);
        }
        double mean = 0;
        for (int c = 0; c < count; c++) {
            mean += values[at + c] / count;
        }
        double spread = 0;
        for (int c = 0; c < count; c++) {
            spread = Math.max(spread, Math.abs(values[at + c] - mean));
        }
        return spread;
    }
}
