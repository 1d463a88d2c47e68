package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.evaluation.TransferDiagnosis;
import org.mtl.io.CsvWriter;
import org.mtl.model.tribuo.TribuoModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mtl diagnose MODEL}. */
@Command(
        name = "diagnose",
        description = {
            "Says of each pair of a model's tasks why they help or hurt each other: every task and every pair is trained again"
                + " with the model's options and its transform.",
            "Columns: source,target; gain, the share by which training with the source lowers the target's validation loss, from"
                + " alone to together; cosine, between the coefficients of linear models of each task alone; covariance, the score"
                + " of affinity, and alignment, that score where 1 is equal covariances; source_rows and target_rows; source_noise"
                + " and target_noise, by influence: the share of training rows whose class a linear model of the task does not"
                + " expect without the row, or of the variance of numbers that it then leaves; and a reading. mtl plot draws it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl diagnose model -o diagnosis.csv",
            "  mtl diagnose model -o diagnosis.csv && mtl plot diagnosis.csv -o diagnosis.svg"
        })
final class Diagnose extends Subcommand {

    static final List<String> HEADER = List.of("source", "target", "gain", "alone", "together", "cosine", "covariance", "alignment",
            "source_rows", "target_rows", "source_noise", "target_noise", "reading");

    @Parameters(paramLabel = "MODEL", description = "A model whose tasks share something.")
    private String model;

    @Mixin
    private ModelOptions options;

    @Mixin
    private ResultOptions results;

    Diagnose(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        FittedModel fitted = FittedModel.open(model, options, context());
        requireSharing(fitted);
        List<TransferDiagnosis> pairs = new DiagnosedPairs(fitted, context()).all();
        Map<String, Object> facts = Map.of("models", List.of(fitted.fact()));
        results.write(context(), "diagnosis", facts, recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(HEADER);
            for (TransferDiagnosis pair : pairs) {
                write(csv, pair);
            }
            csv.flush();
        });
        return ExitCode.DONE;
    }

    private void requireSharing(FittedModel fitted) {
        String sharing = fitted.folder().record().options().get("sharing");
        if (fitted.any() instanceof TribuoModel || "none".equals(sharing)) {
            throw MtlException.usage(fitted.folder().path() + ": its tasks share nothing; expected a model of --sharing hard, soft or"
                    + " pooled");
        }
        fitted.data().requireRows(Split.VALIDATION, fitted.folder().path().toString(), "to compare on");
        if (fitted.data().tasks().size() < 2) {
            throw MtlException.data(fitted.folder().path() + ": expected at least two tasks, found one");
        }
    }

    private static void write(CsvWriter csv, TransferDiagnosis pair) throws IOException {
        csv.field(pair.source()).field(pair.target());
        csv.known(pair.gain()).known(pair.alone()).known(pair.together());
        csv.known(pair.cosine()).known(pair.covariance()).known(pair.alignment());
        csv.field(pair.sourceRows()).field(pair.targetRows());
        csv.known(pair.sourceNoise()).known(pair.targetNoise()).field(pair.reading()).end();
    }
}
