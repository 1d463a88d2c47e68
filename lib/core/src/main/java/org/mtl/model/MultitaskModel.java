package org.mtl.model;

import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.Features;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.parallel.Workers;

/** A fitted model of several tasks, of whatever kind: what is needed to predict with it and to fit it again. */
public interface MultitaskModel {

    /** The names of the tasks, in order. */
    List<String> taskNames();

    /** ℓ_k of every task, in order. */
    List<Loss> losses();

    /** π_k of every task, in order. */
    double[] weights();

    /** The names of a task's classes by code, none for real-valued targets. */
    List<String> classes(int task);

    /** The names of the feature columns. */
    List<String> features();

    /** What is applied to features first. */
    Standardization standardization();

    /** What standardized features are projected on, where they are. */
    Optional<PrincipalComponents> components();

    /** The mean loss and the metric of every task over its rows of one split; NaN for a task without any. */
    MeanLosses.Figures figures(Dataset data, Split split, Workers workers);

    /** The mean loss of every task over its rows of one split; NaN for a task without any. */
    default double[] lossesOn(Dataset data, Split split, Workers workers) {
        return figures(data, split, workers).losses();
    }

    /**
     * The predictions for some rows of one task, rows × C_k, in the order of {@code rows}.
     *
     * @param values the features of all data rows
     */
    double[] predict(Features values, int task, int[] rows, Workers workers);
}
