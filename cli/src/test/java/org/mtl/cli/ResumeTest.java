package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --resume} of work whose input has changed meanwhile. */
class ResumeTest {

    private static final String DATA = "task,y,x\na,1,2\na,2,3\nb,3,4\nb,1,2\n";

    /** The last option makes training diverge after epochs that are kept, which leaves the partial folder. */
    private static final List<String> ENDING = List.of("--task", "task", "--target", "y", "--loss", "squared", "--model", "mlp",
            "--hidden", "2", "--patience", "none", "--epochs", "9", "--checkpoints", "1", "--resume", "-o", "net", "--optimizer", "sgd",
            "--lr", "1e6");

    @TempDir
    private Path folder;

    private InProcess train(String... more) {
        List<String> args = new ArrayList<>(List.of("train", "data.csv"));
        args.addAll(ENDING);
        args.addAll(List.of(more));
        return InProcess.run(folder, args.toArray(String[]::new));
    }

    private void otherDataIsRefused(String... more) throws IOException {
        Files.writeString(folder.resolve("data.csv"), DATA);
        assertEquals(65, train(more).code());
        assertTrue(Files.exists(folder.resolve("net.partial")));
        assertEquals(65, train(more).code(), "the same data goes on, and diverges again");
        Files.writeString(folder.resolve("data.csv"), DATA.replace("b,1,2", "b,1,3"));
        train(more).assertFailed(2, "mtl: --resume: net.partial was begun with other content of the data; without --resume the work"
                + " begins anew; see mtl help train");
        assertTrue(Files.exists(folder.resolve("net.partial")));
    }

    @Test
    void aNetworkIsNotMixedFromTwoDataSets() throws IOException {
        otherDataIsRefused();
    }

    @Test
    void norIsAFolderOfSeeds() throws IOException {
        otherDataIsRefused("--seeds", "2");
    }
}
