package org.mtl.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.Hashes;

/** Folders are the same where everything is that decides what a model is, and nowhere else. */
class ModelComparisonTest {

    private static final String JSON = """
            {"format": 1, "command": ["train", "%s"], "seed": %d, "data": {"path": "%s", "absolute": "/a", "sha256": "5"},
             "versions": {"mtl": "%s", "java": "17"}}
            """;

    @TempDir
    private Path folder;

    private Path one;
    private Path two;

    @BeforeEach
    void write() throws IOException {
        one = model("one", "x.csv", 0, "1");
        two = model("two", "y.csv", 0, "2");
    }

    @Test
    void namesOfDataAndVersionsDoNotDecide() {
        ModelComparison comparison = ModelComparison.of(one, two);
        assertEquals(List.of("model.json", "part/parameters.npy"), comparison.lines().stream().map(ModelComparison.Line::file).toList());
        assertTrue(comparison.lines().stream().allMatch(ModelComparison.Line::same));
        assertEquals(Map.of("mtl", new ModelComparison.Versions("1", "2")), comparison.versions());
    }

    @Test
    void hashesAreThoseOfTheFiles() {
        assertEquals(Hashes.sha256(one.resolve("part/parameters.npy")), ModelComparison.of(one, two).lines().get(1).recorded());
    }

    @Test
    void aSeedDecides() throws IOException {
        assertFalse(ModelComparison.of(one, model("three", "x.csv", 1, "1")).lines().get(0).same());
    }

    @Test
    void aFileThatOnlyOneHasDiffers() throws IOException {
        Files.writeString(two.resolve("extra.csv"), "");
        ModelComparison.Line line = ModelComparison.of(one, two).lines().get(0);
        assertEquals(new ModelComparison.Line("extra.csv", "", Hashes.sha256(new byte[0])), line);
        assertFalse(line.same());
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Files.createSymbolicLink(two.resolve("link"), Path.of("/etc/passwd"));
        assertTrue(ModelComparison.of(one, two).lines().stream().allMatch(ModelComparison.Line::same));
    }

    private Path model(String name, String data, int seed, String version) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name).resolve("part")).getParent();
        Files.writeString(model.resolve("model.json"), JSON.formatted(data, seed, data, version));
        Files.writeString(model.resolve("run.json"), name);
        Files.writeString(model.resolve("part/parameters.npy"), "numbers");
        return model;
    }
}
