package org.mtl.cli.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribedFilesTest {

    /** What a page of four words leaves out of a folder, and what of it is not mtl's. */
    @Test
    void findsWhatIsNotDescribed(@TempDir Path folder) throws IOException {
        DescribedFiles page = new DescribedFiles(Set.of("checkpoints/epoch-NNNN.npy", "run.json", "row,task,TASK,...", "tribuo/TASK.pb", "FILE.npy"));
        write(folder, "model/run.json", "");
        write(folder, "model/checkpoints/epoch-0012.npy", "");
        write(folder, "model/checkpoints/epoch-12a.npy", "");
        write(folder, "model/tribuo/north.pb", "");
        write(folder, "model/notes.csv", "");
        write(folder, "model/more.npy", "");
        write(folder, "scores.npy", "");
        write(folder, "scores.npy.meta.json", "");
        write(folder, "scores.csv", "row,task,north,south\n");
        write(folder, "scores.csv.meta.json", "");
        write(folder, "other.csv", "row,north\n");
        write(folder, "other.csv.meta.json", "");
        write(folder, "mine.csv", "row,north\n");
        assertEquals(List.of("model/checkpoints/epoch-12a.npy", "model/more.npy", "model/notes.csv",
                "other.csv: row,north"), page.missing(folder));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }
}
