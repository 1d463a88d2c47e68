package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The report of the experiments, on a small made-up folder of results. */
class ExperimentsReportTest {

    private static final Path SCRIPTS = Path.of("../test-data/experiments").toAbsolutePath().normalize();

    @TempDir
    private Path results;

    private String report() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", SCRIPTS.resolve("report.sh").toString(), results.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
        assertEquals(0, process.exitValue(), said);
        return Files.readString(results.resolve("report.html"));
    }

    private void write(String file, String... lines) throws IOException {
        Files.createDirectories(results.resolve(file).getParent());
        Files.writeString(results.resolve(file), String.join("\n", lines) + "\n");
    }

    /** The line of a quantity. */
    private static String line(String html, String quantity) {
        List<String> lines = html.lines().filter(line -> line.contains("<td>" + quantity + "</td>")).toList();
        assertEquals(1, lines.size(), quantity);
        return lines.get(0);
    }

    /** Values 1 and 2 and 6 have the mean 3 and the standard error sqrt(14/2/3) = 1.528; shares and errors come in percent. */
    @Test
    void numbersAreMeansOverSeeds() throws Exception {
        write("grouping.csv", "setting,seed,measure,value,bound,holds", "n=5 m=2,1,default seconds,1,,", "n=5 m=2,2,default seconds,2,,",
                "n=5 m=2,3,default seconds,6,,", "n=5 m=2,mean,default seconds,3,<=0.4,no", "n=5 m=3,1,default seconds,nan,,");
        write("grouping.index", "small-5-2,n=5 m=2,default seconds");
        write("selection.csv", "setting,seed,measure,value,bound,holds", "office 0 flipped,1,equal weighting,0.25,,");
        write("optimisers.csv", "setting,seed,measure,value,bound,holds", "office pcgrad,1,error,0.25,,");
        write("transfer.csv", "figure,curve,x,mean,standard_error", "fig3 linear 4/x,same,25,1,1", "fig3 linear 4,same,25,-676,240");
        write("grouping.scale", "small scale, last run");
        write("pictures/schools.svg", "<svg/>");
        String html = report();
        assertTrue(line(html, "5 tasks (Taskonomy); 2 groups; MP").contains(
                "<td class=\"n\">0.110s</td><td class=\"n\">3 ± 1.528 (3)</td>"), html);
        assertTrue(line(html, "5 tasks (Taskonomy); 2 groups; MP").contains("<code>make experiments EXPERIMENT=grouping</code>"
                + " <a href=\"grouping.parts/small-5-2.commands\">mtl</a>"));
        assertTrue(line(html, "5 tasks (Taskonomy); 3 groups; MP").contains("not run</td>"));
        assertTrue(line(html, "EW; accuracy; share of labels corrupted 0").contains(">25 (1)<"));
        assertTrue(line(html, "PCGrad; accuracy; nothing corrupted").contains(">75 (1)<"));
        assertTrue(line(html, "same covariance; 4 target rows; 25 source rows: loss less alone").contains(">-676 ± 240<"));
        assertTrue(html.contains("<img src=\"pictures/schools.svg\""));
        assertTrue(html.contains("<th>grouping</th><td>small scale, last run</td>"));
        assertTrue(html.contains("<td>4 of "), html.substring(html.length() - 300));
    }

    /** Without results every number that an experiment measures says so, and the page is sound. */
    @Test
    void nothingIsMeasured() throws Exception {
        String html = report();
        DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.substring(html.indexOf('\n') + 1))));
        long measurable = Files.readAllLines(SCRIPTS.resolve("report.csv")).stream().skip(1)
                .filter(line -> !line.split(",", -1)[4].isEmpty()).count();
        assertEquals(measurable, html.lines().filter(line -> line.contains("not run</td>")).count());
    }

    /** The table names experiments that there are, and all tables of the papers. */
    @Test
    void everyTableIsThere() throws IOException {
        List<String[]> lines = Files.readAllLines(SCRIPTS.resolve("report.csv")).stream().skip(1).map(line -> line.split(",", -1)).toList();
        String all = Files.readString(SCRIPTS.resolve("run.sh"));
        lines.stream().map(line -> line[4]).filter(name -> !name.isEmpty()).distinct().forEach(name ->
                assertTrue(Files.exists(SCRIPTS.resolve(name + ".sh")) && all.contains(" " + name), name));
        Set<String> places = lines.stream().map(line -> line[0].substring(0, 3) + " " + line[1]).collect(Collectors.toCollection(TreeSet::new));
        IntStream.rangeClosed(2, 12).forEach(table -> assertTrue(places.stream().anyMatch(place ->
                place.equals("[1] Table " + table) || place.startsWith("[1] Table " + table + " (and 1)")), "[1] " + table));
        IntStream.rangeClosed(1, 5).forEach(table -> assertTrue(places.contains("[2] Table " + table), "[2] " + table));
        IntStream.rangeClosed(2, 6).forEach(table -> assertTrue(places.contains("[3] Table " + table), "[3] " + table));
        IntStream.rangeClosed(1, 2).forEach(table -> assertTrue(places.contains("[5] Table " + table), "[5] " + table));
        assertTrue(places.containsAll(Set.of("[2] Tables 6 and 7", "[4] Fig. 5a", "[4] Fig. 6")));
    }
}
