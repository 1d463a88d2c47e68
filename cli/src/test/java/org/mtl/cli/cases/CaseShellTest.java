package org.mtl.cli.cases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell of golden cases, with a fake {@code mtl}. */
class CaseShellTest {

    @TempDir
    private Path folder;

    /**
     * {@code mtl args …} prints each argument in brackets; {@code mtl upper} copies in capitals; {@code mtl fail N}
     * complains and returns N; {@code mtl env NAME}; {@code mtl write FILE} writes to the working folder.
     */
    private static int fake(List<String> args, InputStream in, OutputStream out, PrintStream err,
            Map<String, String> env, Path workingFolder) {
        try {
            switch (args.get(0)) {
                case "args" -> {
                    for (String arg : args.subList(1, args.size())) {
                        out.write(("[" + arg + "]").getBytes(StandardCharsets.UTF_8));
                    }
                }
                case "upper" -> out.write(new String(in.readAllBytes(), StandardCharsets.UTF_8).toUpperCase()
                        .getBytes(StandardCharsets.UTF_8));
                case "env" -> out.write(String.valueOf(env.get(args.get(1))).getBytes(StandardCharsets.UTF_8));
                case "write" -> Files.writeString(workingFolder.resolve(args.get(1)), "written\n");
                default -> {
                    err.println("mtl: failed with " + args.get(1));
                    return Integer.parseInt(args.get(1));
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CaseShell.Outcome run(String script) throws IOException {
        return new CaseShell(CaseShellTest::fake, folder, Map.of("DATA", "/a b/data")).run(script);
    }

    private String out(String script) throws IOException {
        CaseShell.Outcome outcome = run(script);
        assertEquals("", outcome.err());
        return outcome.out();
    }

    @Test
    void wordsAreCutAndUnquoted() throws IOException {
        assertEquals("[a][b c][d\\n$DATA][e\"f][g h][i'j]",
                out("mtl args a 'b c' 'd\\n$DATA' \"e\\\"f\" g\\ h i\\'j"));
        assertEquals("[][ab c][x=1][#no]", out("mtl args '' a'b 'c x=1 \\#no # a comment"));
        assertEquals("[2][a=b=c,d=e]", out("mtl args 2 'a=b'=c,\"d=e\""));
    }

    @Test
    void variablesExpandWithoutSplitting() throws IOException {
        assertEquals("[/a b/data/x][/a b/datay][$DATA]", out("mtl args $DATA/x \"${DATA}y\" '$DATA'"));
        assertThrows(IllegalArgumentException.class, () -> run("mtl args $HOME"));
    }

    @Test
    void linesContinueAndBlankOnesCountForNothing() throws IOException {
        assertEquals("[a][b][c]", out("\n# first\nmtl args a \\\n  b\n\n  mtl args c\n"));
        assertEquals("[a]", out("true &&\n  mtl args a"));
    }

    @Test
    void pipesCarryOutputAndTheLastCodeCounts() throws IOException {
        assertEquals("A\nB\n", out("printf 'a\\nb\\nc\\n' | mtl upper | head -2"));
        CaseShell.Outcome outcome = run("mtl fail 65 | mtl upper");
        assertEquals(new CaseShell.Outcome("", "mtl: failed with 65\n", 0), outcome);
        assertEquals(73, run("mtl args a | mtl fail 73").code());
    }

    @Test
    void aFailureDoesNotEndTheScript() throws IOException {
        assertEquals(new CaseShell.Outcome("[a]", "mtl: failed with 2\n", 0), run("mtl fail 2\nmtl args a"));
        assertEquals(2, run("mtl args a; mtl fail 2").code());
    }

    @Test
    void andOrLookAtTheCodeBefore() throws IOException {
        assertEquals(65, run("mtl fail 65 && mtl args a").code());
        assertEquals("", run("mtl fail 65 && mtl args a").out());
        assertEquals("[b]", run("mtl fail 65 && mtl args a || mtl args b").out());
        assertEquals("[a]", out("true && mtl args a || mtl args b"));
    }

    @Test
    void redirectionsReadWriteAppend() throws IOException {
        assertEquals("", out("printf 'x\\n' > file; echo y >> file"));
        assertEquals("x\ny\n", Files.readString(folder.resolve("file")));
        assertEquals("X\nY\n", out("mtl upper < file"));
        assertEquals("", run("mtl fail 2 2>err.txt >out.txt").err());
        assertEquals("mtl: failed with 2\n", Files.readString(folder.resolve("err.txt")));
        assertEquals("", Files.readString(folder.resolve("out.txt")));
        assertEquals(new CaseShell.Outcome("", "", 7), run("mtl fail 7 2> /dev/null"));
    }

    @Test
    void onlyABareTwoNamesStandardError() throws IOException {
        assertEquals("", out("mtl args '2'> a; mtl args x2> b"));
        assertEquals("[2]", Files.readString(folder.resolve("a")));
        assertEquals("[x2]", Files.readString(folder.resolve("b")));
    }

    @Test
    void assignmentsReachTheCommandAlone() throws IOException {
        assertEquals("a bnull", out("MTL_ARGS='a b' mtl env MTL_ARGS; mtl env MTL_ARGS"));
        assertEquals("1", out("A=2 MTL_THREADS=1 mtl env MTL_THREADS"));
    }

    @Test
    void commandsWorkInTheWorkingFolder() throws IOException {
        assertEquals("a\nb\n", out("mtl write b; touch a .hidden; ls"));
        assertEquals(".hidden\na\nb\n", out("ls -A"));
        assertEquals(0, run("mkdir -p d/e; cp b d; test -f d/b && rm -r d && test ! -e d").code());
        assertEquals(1, run("cat absent").code());
        assertEquals("cat: absent: No such file or directory\n", run("cat absent").err());
    }

    @Test
    void whatIsAbsentFailsTheCommandAndNotTheScript() throws IOException {
        assertEquals(new CaseShell.Outcome("", "mtl: absent: No such file or directory\n", 2), run("mtl upper < absent"));
        assertEquals(new CaseShell.Outcome("[a]", "ls: absent: No such file or directory\n", 0),
                run("ls absent; mtl args a"));
    }

    @Test
    void filtersFollowTheirNamesakes() throws IOException {
        assertEquals("", out("printf 'h,g\\n2,b\\n10,a\\n' > t.csv"));
        assertEquals("2,b\n10,a\n", out("tail -n +2 t.csv"));
        assertEquals("10,a\n", out("tail -n 1 < t.csv"));
        assertEquals("h\n", out("cut -d, -f1 t.csv | head -1"));
        assertEquals("10,a\n2,b\nh,g\n", out("sort t.csv"));
        assertEquals("h,g\n10,a\n", out("grep -v -F b t.csv"));
        assertEquals("3\n", out("cat t.csv | wc -l"));
        assertEquals("h,", out("head -c 2 t.csv"));
        assertEquals(0, run("cp t.csv u.csv; cmp -s t.csv u.csv").code());
        assertEquals(1, run("echo >> u.csv; cmp -s t.csv u.csv").code());
    }

    @Test
    void printfWritesBytes() throws IOException {
        run("printf '\\357\\273\\277a,%s%%\\r\\n' x > bom.csv");
        byte[] expected = "\uFEFFa,x%\r\n".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("bom.csv")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls *", "mtl args a?", "mtl args [x]", "mtl args $(ls)", "mtl args `ls`", "mtl args a &",
        "mtl args {a,b}", "mtl args 'open", "mtl args \"open", "mtl args ~/x", "| mtl args", "mtl args |", "true &&",
        "mtl args >", "mtl args 2>&1", "sed p", "ls -l", "printf '%x' 1", "test 1 -eq 1"})
    void whatAShellWouldTreatOtherwiseIsRefused(String script) {
        assertThrows(IllegalArgumentException.class, () -> run(script));
    }

    @Test
    void faultsNameTheirLine() {
        Throwable fault = assertThrows(IllegalArgumentException.class, () -> run("true\n\nmtl args *\n"));
        assertTrue(fault.getMessage().startsWith("line 3:"), fault.getMessage());
    }

    @Test
    void theSameScriptsMeanTheSameToSh() throws Exception {
        String script = "printf 'b,2\\na,1\\n' > t; sort t | head -1; cut -d, -f2 t; cat absent; ls -A; echo 'x  y'\n"
                + "test ! -e t || grep -F a t && wc -l < t; tail -n +2 t; false";
        CaseShell.Outcome ours = run(script);
        Path work = Files.createDirectory(folder.resolve("sh"));
        ProcessBuilder sh = new ProcessBuilder("/bin/sh", "-c", script).directory(work.toFile())
                .redirectError(folder.resolve("sh.err").toFile());
        sh.environment().put("LC_ALL", "C");
        Process process = sh.start();
        String theirs = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(new CaseShell.Outcome(theirs, Files.readString(folder.resolve("sh.err")), process.waitFor()),
                ours);
        assertFalse(theirs.isEmpty());
    }
}
