package org.mtl.cli;

import java.util.List;
import java.util.Map;
import org.mtl.io.CsvWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mtl doctor}. */
@Command(
        name = "doctor",
        description = {
            "Says whether this installation is sound: what it is made of, what of it works, and what is to be done about the"
                + " rest.",
            "One line per check: check,status,detail. ok: it works. absent: a part that is installed apart is not there."
                + " warning: it works, but slowly, or not everywhere. failed: commands will fail. Small jobs with known results"
                + " are run in the temporary folder. The exit code is 69 if a check has failed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  mtl doctor -v", "  mtl doctor -o doctor.csv"})
final class Doctor extends Subcommand {

    @Mixin
    private ResultOptions results;

    Doctor(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        List<Finding> findings;
        try (Scratch scratch = new Scratch(context())) {
            findings = new Examination(context(), scratch).findings();
        }
        results.write(context(), "doctor", Map.of(), recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(List.of("check", "status", "detail"));
            for (Finding finding : findings) {
                csv.record(List.of(finding.check(), finding.status().name(), finding.detail()));
            }
            csv.flush();
        });
        List<String> failed = findings.stream().filter(finding -> finding.status() == Finding.Status.failed)
                .map(Finding::check).toList();
        if (failed.isEmpty()) {
            return ExitCode.DONE;
        }
        context().error(ExitCode.UNAVAILABLE, "this installation is not sound: " + String.join(", ", failed));
        return ExitCode.UNAVAILABLE;
    }
}
