package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mtl.io.CsvWriter;
import org.mtl.store.SeedsFolder;

/** What {@code inspect} writes about a folder of seeds. */
final class SeedsInspection {

    private SeedsInspection() {}

    /** Writes {@code key,value}, with the seed of each model. */
    static void write(SeedsFolder folder, CsvWriter csv) throws IOException {
        csv.record(List.of("key", "value"));
        line(csv, "kind", "seeds");
        line(csv, "tasks", Integer.toString(folder.tasks().size()));
        line(csv, "models", Integer.toString(folder.members().size()));
        for (SeedsFolder.Member member : folder.members()) {
            line(csv, member.name(), Long.toString(member.seed()));
        }
        for (Map.Entry<String, String> version : folder.versions().entrySet()) {
            line(csv, "version_" + version.getKey(), version.getValue());
        }
        line(csv, "sha256", folder.hash());
        line(csv, "command", ModelInspection.text("command", folder.command()));
    }

    private static void line(CsvWriter csv, String key, String value) throws IOException {
        csv.field(key).field(value).end();
    }
}
