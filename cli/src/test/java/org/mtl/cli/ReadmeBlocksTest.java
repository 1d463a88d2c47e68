package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison must not let anything through that a reader would call wrong. */
class ReadmeBlocksTest {

    @Test
    void numbersAgreeToFourDigits() {
        assertTrue(agree("a,0.76410,-1.2e-4", "a,0.7641019,-1.2000001e-4"));
        assertTrue(agree("a,0.7641…", "a,0.7641019"));
        assertTrue(!agree("a,0.7641", "a,0.7651"));
        assertTrue(!agree("a,0.7641…", "a,-0.7641019"));
        assertTrue(!agree("a,0.5", "b,0.5"));
        assertTrue(!agree("a,0.5", "a,0.5,1"));
    }

    @Test
    void ellipsesStandForLinesCellsAndCharacters() {
        assertEquals(List.of(), ReadmeBlocks.compare(List.of("x", "…", "z,…"), List.of("x", "y", "y", "z,1,2")));
        assertEquals(List.of(), ReadmeBlocks.compare(List.of("took … s"), List.of("took 0.5 s")));
        assertTrue(!agree("x", "x\ny"));
        assertTrue(!agree("x\ny", "x"));
        assertTrue(!agree("…\nz", "x\ny"));
    }

    @Test
    void blocksKeepTheirOrderAndLoseWhatBuilds(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "```sh\nmake\n```\n\n```text\nno\n```\n```sh\ncd x\nmtl a # exit code 2\n```\n\n```text\nb\n```\n");
        assertEquals(List.of(new ReadmeBlocks.Block(8, "mtl a # exit code 2", 2, List.of("b"))), ReadmeBlocks.read(page));
    }

    private static boolean agree(String expected, String found) {
        return ReadmeBlocks.compare(expected.lines().toList(), found.lines().toList()).isEmpty();
    }
}
