package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mtl.io.Numbers;
import picocli.CommandLine.Option;

/** A condition under which a command ends with exit code 3, for scripts that watch over models. */
final class GateOption {

    @Option(
            names = "--fail-if",
            paramLabel = "EXPR",
            order = 50,
            description = "Exit with 3, after the result is written, if a condition on its numbers holds, such as 'error > 0.1',"
                    + " 'spearman[north] < 0.3 or p_value > 0.05': NAME is a metric, or a column of the result of --check, and"
                    + " NAME[TASK] that of a task; of --check removal 'loss[harmful 0.1] > loss[random 0.1]'. A number that does"
                    + " not exist fails too.")
    private String condition;

    /**
     * The condition, where there is one, read before any work.
     *
     * @throws org.mtl.MtlException (USAGE) if it is none
     */
    Optional<GateExpression> expression() {
        return Optional.ofNullable(condition).map(GateExpression::parse);
    }

    /**
     * The exit code for some results.
     *
     * @param results each with the numbers that the condition is asked of; one for which it holds is enough
     */
    int code(List<GateValues> results, Context context) {
        Optional<GateExpression> expression = expression();
        for (GateValues values : expression.isPresent() ? results : List.<GateValues>of()) {
            Map<String, Double> used = new LinkedHashMap<>();
            boolean holds = expression.get().holds(values, used);
            boolean undefined = used.values().stream().anyMatch(value -> value.isNaN());
            if (holds || undefined) {
                context.error(ExitCode.GATE, "--fail-if '" + condition + "': " + (holds ? "" : "not all is defined: ")
                        + used.entrySet().stream().map(entry -> entry.getKey() + " is "
                                + (entry.getValue().isNaN() ? "not defined" : Numbers.format(entry.getValue())))
                                .collect(Collectors.joining(", ")));
                return ExitCode.GATE;
            }
        }
        return ExitCode.DONE;
    }
}
