package org.mtl.cli;

import java.util.List;
import java.util.Optional;

/** What a CSV file of results holds, as its header tells. */
enum ResultKind {

    /** {@code source,TASK1,…}: larger is better. */
    GAIN,
    /** {@code harm,TASK1,…}: larger is worse. */
    HARM,
    /** {@code row,task,score,keep}. */
    SELECTION,
    /** {@code row,task,TASK1,…}, or {@code row,task,self}. */
    SCORES,
    /** {@code row,task,target,predicted,actual}. */
    ROW_CHECK,
    /** {@code source,target,predicted,actual}. */
    TASK_CHECK,
    /** {@code subset,target,predicted,actual}. */
    SUBSET_CHECK,
    /** {@code group,task}. */
    GROUPING,
    /** {@code epoch,split,task,loss,metric}. */
    HISTORY,
    /** {@code after,epoch,step,row,task,stability,plasticity,fused}. */
    USES,
    /** {@code after,task,accuracy}. */
    ACCURACY,
    /** {@code ratio,dropped,validation_loss,chosen}, or {@code validation_error}. */
    RATIO_CURVE,
    /** {@code order,share,dropped,task,loss,metric,loss_error,metric_error}. */
    REMOVAL,
    /** {@code inspected,found,false_positive_rate,true_positive_rate}. */
    DETECTION_CURVE,
    /** {@code scores,task,n,corrupted,auc,…}. */
    DETECTION,
    /** {@code model,task,split,metric,value}. */
    METRICS,
    /** {@code group,task,metric,value}. */
    GROUP_GAINS,
    /** {@code source,target,gain,…}: what {@code diagnose} says of pairs of tasks. */
    DIAGNOSIS,
    /** {@code check,target,n,pearson,spearman,…}. */
    CORRELATION;

    /** What the influences of {@code train --continual} are on, in the place of tasks. */
    static final List<String> OF_STREAM = List.of("stability", "plasticity", "fused");

    /** The kind of a file; empty if this is the header of data, or of something that is not drawn. */
    static Optional<ResultKind> of(List<String> header) {
        Optional<ResultKind> exact = Optional.ofNullable(switch (String.join(",", header)) {
            case "row,task,score,keep" -> SELECTION;
            case "row,task,target,predicted,actual" -> ROW_CHECK;
            case "source,target,predicted,actual" -> TASK_CHECK;
            case "subset,target,predicted,actual" -> SUBSET_CHECK;
            case "source,target,gain,alone,together,cosine,covariance,alignment,source_rows,target_rows,source_noise,"
                    + "target_noise,reading" -> DIAGNOSIS;
            case "group,task" -> GROUPING;
            case "after,task,accuracy" -> ACCURACY;
            case "after,epoch,step,row,task,stability,plasticity,fused" -> USES;
            case "ratio,dropped,validation_loss,chosen", "ratio,dropped,validation_error,chosen" -> RATIO_CURVE;
            case "order,share,dropped,task,loss,metric,loss_error,metric_error" -> REMOVAL;
            case "inspected,found,false_positive_rate,true_positive_rate" -> DETECTION_CURVE;
            case "scores,task,n,corrupted,auc,auc_low,auc_high,p_value,average_precision" -> DETECTION;
            case "group,task,metric,value" -> GROUP_GAINS;
            case "model,task,split,metric,value" -> METRICS;
            default -> null;
        });
        return exact.or(() -> byBeginning(header));
    }

    private static Optional<ResultKind> byBeginning(List<String> header) {
        if (header.size() > 4 && header.subList(0, 5).equals(List.of("check", "target", "n", "pearson", "spearman"))) {
            return Optional.of(CORRELATION);
        }
        if (header.size() > 1 && header.get(0).equals(AffinityFile.GAIN)) {
            return Optional.of(GAIN);
        }
        if (header.size() > 1 && header.get(0).equals(AffinityFile.HARM)) {
            return Optional.of(HARM);
        }
        if (header.size() > 4 && header.subList(0, 5).equals(List.of("epoch", "split", "task", "loss", "metric"))) {
            return Optional.of(HISTORY);
        }
        boolean scores = header.size() > 2 && header.subList(0, 2).equals(List.of("row", "task"));
        return scores ? Optional.of(SCORES) : Optional.empty();
    }
}
