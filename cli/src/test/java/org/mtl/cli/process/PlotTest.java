package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** What a picture owes to the machine: nothing, if it is SVG; and what is said where there is nothing to draw with. */
class PlotTest {

    private static final Result DONE = new Result(0, "", "");

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        Files.writeString(mtl.file("matrix.csv"), "source,a,b\na,,1\nb,-2,\n");
        Files.writeString(mtl.file("pairs.csv"), "source,target,predicted,actual\na,b,1,2\nb,a,3,4\n");
    }

    /** The JDK keeps a list of the system's fonts in the home folder, unless it is kept from it. */
    @Test
    void nothingIsWrittenButThePicture() throws Exception {
        for (String name : List.of("picture.svg", "picture.png")) {
            try (Running run = mtl.start("plot", "matrix.csv", "pairs.csv", "-o", name)) {
                run.endInput();
                assertEquals(DONE, run.await());
                mtl.assertNothingElsewhere(run.id());
            }
        }
        assertEquals(List.of("matrix.csv", "pairs.csv", "picture.png", "picture.png.meta.json", "picture.svg",
                "picture.svg.meta.json"), mtl.left());
    }

    private static String configuration(String folders) {
        return "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>" + folders + "</fontconfig>";
    }

    @Test
    void withoutFontsOneLineSaysWhatIsMissing() throws Exception {
        Files.writeString(root.resolve("none.conf"), configuration(""));
        mtl.set("FONTCONFIG_FILE", root.resolve("none.conf").toString());
        for (String input : List.of("matrix.csv", "pairs.csv")) {
            Result result = mtl.run("plot", input, "-o", "picture.png");
            assertEquals(69, result.code(), result.toString());
            assertTrue(result.err().matches("mtl: this Java cannot draw: .*fontconfig.*--ascii\n"), result.err());
            assertEquals(0, mtl.run("plot", input, "--ascii").code());
        }
        assertEquals(List.of("matrix.csv", "pairs.csv"), mtl.left());
    }

    /** The same bytes with all fonts of the machine and with one. */
    @Test
    void svgDoesNotDependOnFonts() throws Exception {
        Path font = anyFont();
        assertEquals(DONE, mtl.run("plot", "matrix.csv", "pairs.csv", "-o", "all.svg"));
        Files.createDirectory(root.resolve("fonts"));
        Files.copy(font, root.resolve("fonts").resolve(font.getFileName()));
        Files.writeString(root.resolve("one.conf"), configuration("<dir>" + root.resolve("fonts") + "</dir>"));
        mtl.set("FONTCONFIG_FILE", root.resolve("one.conf").toString());
        assertEquals(DONE, mtl.run("plot", "matrix.csv", "pairs.csv", "-o", "one.svg"));
        assertEquals(-1, Files.mismatch(mtl.file("all.svg"), mtl.file("one.svg")));
    }

    private static Path anyFont() throws IOException {
        try (var files = Files.walk(Path.of("/usr/share/fonts"))) {
            return files.filter(file -> file.toString().endsWith(".ttf")).sorted().findFirst().orElseThrow();
        }
    }

    @Test
    void aScreenIsNotNeeded() throws Exception {
        mtl.set("DISPLAY", "nowhere:99");
        assertEquals(DONE, mtl.run("plot", "matrix.csv", "-o", "picture.png"));
    }
}
