package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import org.mtl.io.CsvWriter;
import org.mtl.store.SeedsFolder;

/** What {@code inspect} writes about a folder of seeds. */
final class SeedsInspection {

    private SeedsInspection() {}

    /** Writes {@code key,value}, with the seed of each model. */
    static void write(SeedsFolder folder, CsvWriter csv) throws IOException {
        csv.record(List.of("key", "value"));
        ModelInspection.line(csv, "kind", "seeds");
        ModelInspection.line(csv, "tasks", Integer.toString(folder.tasks().size()));
        ModelInspection.line(csv, "models", Integer.toString(folder.members().size()));
        for (SeedsFolder.Member member : folder.members()) {
            ModelInspection.line(csv, member.name(), Long.toString(member.seed()));
        }
        ModelInspection.writeOrigin(folder.versions(), folder.hash(), ModelInspection.text("command", folder.command()), csv);
    }
}
