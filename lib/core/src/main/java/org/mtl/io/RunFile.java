package org.mtl.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;

/**
 * {@code run.json} of a folder in progress: the hash of the run's options, and what else is worth knowing of the run.
 *
 * @param folder the folder that holds it
 */
record RunFile(Path folder) {

    static final String NAME = "run.json";
    /** What is written before it gets its name. */
    static final String NEW = "run.json.new";
    static final String OPTIONS_HASH = "optionsHash";

    /** The options' hash that a folder's file holds, if it holds one. */
    static Optional<String> hashIn(Path folder) {
        Path run = folder.resolve(NAME);
        if (!Files.isRegularFile(run)) {
            return Optional.empty();
        }
        try {
            Object hash = Json.read(run).get(OPTIONS_HASH);
            return hash instanceof String text ? Optional.of(text) : Optional.empty();
        } catch (MtlException e) {
            // A damaged file vouches for nothing; the folder then counts as foreign.
            return Optional.empty();
        }
    }

    /** All that it says, in a map of the caller's own. */
    Map<String, Object> read() {
        return new LinkedHashMap<>(Json.read(folder.resolve(NAME)));
    }

    /** Writes it anew, atomically: the options' hash first, then the facts. */
    void write(String optionsHash, Map<String, ?> facts) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(OPTIONS_HASH, optionsHash);
        document.putAll(facts);
        document.put(OPTIONS_HASH, optionsHash);
        Path fresh = folder.resolve(NEW);
        Files.write(fresh, Json.write(document));
        Targets.rename(fresh, folder.resolve(NAME));
    }
}
