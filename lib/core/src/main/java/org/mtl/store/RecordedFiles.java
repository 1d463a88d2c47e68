package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.Hashes;

/**
 * The files that decide what a model says beside its parameters: the split and the transform. {@code model.json} records their
 * SHA-256, since another one of the same shape would give other numbers without a word.
 */
final class RecordedFiles {

    /** The member of {@code model.json}; models of earlier versions have none. */
    static final String MEMBER = "files";

    private RecordedFiles() {}

    /**
     * The SHA-256 of each such file of a model by its path in the folder.
     *
     * @throws MtlException (IO) if one cannot be read
     */
    static Map<String, String> hashes(Path model) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (String split : new String[] {"split.csv", "split.npy"}) {
            if (Files.exists(model.resolve(split))) {
                hashes.put(split, Hashes.sha256(model.resolve(split)));
            }
        }
        Path transform = model.resolve("transform");
        if (Files.exists(transform)) {
            try (Stream<Path> files = Files.list(transform)) {
                files.forEach(file -> hashes.put("transform/" + file.getFileName(), Hashes.sha256(file)));
            }
        }
        return hashes;
    }

    /**
     * Makes sure that files are those which the model was written with. One that is not there is left to its reader, which says
     * what it is for.
     *
     * @param json what {@code model.json} says
     * @throws MtlException (DATA) naming the first that is another
     */
    static void require(Path model, JsonObject json) {
        if (!json.has(MEMBER)) {
            return;
        }
        json.object(MEMBER).textMembers().forEach((name, hash) -> {
            Path file = model.resolve(name).normalize();
            if (!file.startsWith(model.normalize())) {
                throw MtlException.data(model.resolve("model.json") + ": a file outside of the model: '" + name + "'");
            }
            if (Files.isRegularFile(file)) {
                require(model.resolve(name), hash);
            }
        });
    }

    /**
     * Makes sure that a file of a model is the one that the model was written with.
     *
     * @param hash what {@code model.json} records
     * @throws MtlException (DATA) if it is another; (MISSING, IO) if it cannot be read
     */
    static void require(Path file, String hash) {
        if (!Hashes.sha256(file).equals(hash)) {
            throw MtlException.data(file + ": its SHA-256 is not the one that model.json records");
        }
    }
}
