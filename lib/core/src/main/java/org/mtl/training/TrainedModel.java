package org.mtl.training;

import java.util.List;
import java.util.Optional;
import org.mtl.model.LinearModel;

/**
 * The outcome of training.
 *
 * @param model the fitted model
 * @param fit how well the minimum was reached
 * @param tuning the search over penalties, where there was one
 * @param scale c of λ_k = c·sqrt(d/n_k), where λ_k follow that rule
 * @param dependentColumns columns whose coefficients the data and penalties do not determine, empty where all are
 */
public record TrainedModel(
        LinearModel model,
        LinearFit fit,
        Optional<PenaltyTuning.Result> tuning,
        Optional<Double> scale,
        List<String> dependentColumns) {}
