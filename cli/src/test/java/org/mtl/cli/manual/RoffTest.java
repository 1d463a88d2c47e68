package org.mtl.cli.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoffTest {

    private static final String HEAD = "'\\\" t\n.TH X 5 2026\\-01\\-02 \"mtl 1\" \"Mtl Manual\"\n.nh\n.ad l\n.SH NAME\nx \\- About it.\n";

    private static String roff(String body) {
        String page = Roff.of(ManualPage.parse("# x(5)\n\nAbout it.\n\n" + body), "2026-01-02", "1");
        assertTrue(page.startsWith(HEAD), page);
        return page.substring(HEAD.length());
    }

    @Test
    void blocks() {
        assertEquals(".SH A \\fBb\\fP\n.SS C\n.PP\nOne \\fItwo\\fP\nthree \\- \\e.\n",
                roff("## A `b`\n\n### C\n\nOne *two*\nthree - \\\\.\n"));
        assertEquals(".PP\n.RS 4\n.nf\nmtl a\n\\&.b\n.fi\n.RE\n", roff("```sh\nmtl a\n.b\n```\n"));
    }

    /** A line that begins with a dot or an apostrophe would be a request. */
    @Test
    void noTextIsARequest() {
        assertEquals(".PP\nx\n\\&.so passwd\n\\(aqy\n", roff("x\n.so passwd\n'y\n"));
        assertEquals(".PP\n\\fB\\&.npy\\fP \\[u03BB]\n", roff("`.npy` λ\n"));
    }

    @Test
    void listsOfTermsAndOfSentences() {
        assertEquals(".TP\n\\fBa\\fP, \\fBb\\fP\nthis\n.TP\n\\fBc\\fP\nthat\n", roff("- `a`, `b`: this\n- `c`: that\n"));
        assertEquals(".IP \\(bu 2\n\\fBa\\fP: this\n.IP \\(bu 2\nthat\n", roff("- `a`: this\n- that\n"));
        assertEquals(".IP 1. 4\none\n.IP 2. 4\ntwo\n", roff("1. one\n2. two\n"));
    }

    /** Two columns are terms; a bar in a cell is no separator. */
    @Test
    void tables() {
        assertEquals(".TP\n\\fBa\\fP\nb\n", roff("| x | y |\n| --- | --- |\n| `a` | b |\n"));
        assertEquals(".PP\n.TS\ntab(|);\nlB lB lB\nlT lTx lTx.\nx|y|z\nT{\n1\nT}|T{\n2\\(ba3\nT}|T{\n\nT}\n.TE\n",
                roff("| x | y | z |\n| --- | --- | --- |\n| 1 | 2\\|3 | |\n"));
    }

    @Test
    void whatIsNotKnownIsNotLeftOut() {
        assertThrows(IllegalArgumentException.class, () -> roff("> quoted\n"));
        assertThrows(IllegalArgumentException.class, () -> roff("![picture](a.svg)\n"));
        assertThrows(IllegalArgumentException.class, () -> ManualPage.parse("# Title\n\nAbout it.\n"));
        assertThrows(IllegalArgumentException.class, () -> ManualPage.parse("# x(5)\n\n## Section\n"));
    }

    /** groff prints the page, where it is there, and every word of it. */
    @Test
    void groffPrintsIt(@TempDir Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")) && Files.isExecutable(Path.of("/usr/bin/tbl")));
        Path page = Files.writeString(folder.resolve("x.5"), HEAD + roff("## S\n\n- `a`: .b\n\n| x | y | z |\n| --- | --- | --- |\n| c | d\\|e | f |\n"));
        Process groff = new ProcessBuilder("groff", "-t", "-man", "-Tascii", "-P-c", "-P-b", "-P-u", page.toString()).redirectErrorStream(true).start();
        String text = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(groff.waitFor(20, TimeUnit.SECONDS) && groff.exitValue() == 0, text);
        assertTrue(text.replaceAll("\\s+", " ").contains("x - About it. S a .b x y z c d|e f"), text);
    }
}
