package org.mtl.cli;

import org.mtl.data.synthetic.TransferTasks;
import picocli.CommandLine.Option;

/** What targets of made data are. */
final class ResponseOption {

    /** The words of {@code --response}. */
    enum Word {
        linear(TransferTasks.Response.LINEAR),
        relu(TransferTasks.Response.RELU),
        classes(TransferTasks.Response.CLASSES);

        private final TransferTasks.Response value;

        Word(TransferTasks.Response value) {
            this.value = value;
        }

        TransferTasks.Response value() {
            return value;
        }
    }

    @Option(
            names = "--response",
            paramLabel = "linear|relu|classes",
            order = 13,
            description = "What targets are: x'theta plus noise (linear, the default), max(0, x'theta) plus noise, or 1 where the"
                    + " linear one is above 0 and else 0 (classes).")
    private Word response = Word.linear;

    TransferTasks.Response value() {
        return response.value();
    }
}
