package org.mtl.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is drawn is read back: from the elements of SVG and from the pixels of PNG. */
class PictureTest {

    private static final HeatMap.Labels LABELS = new HeatMap.Labels("a title", "source", "target", "harms", "helps");

    @BeforeAll
    static void drawWithoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    private static byte[] svg(Panel panel) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Picture(List.of(panel), 1).writeSvg("a name", panel.width(), panel.height(), out);
        return out.toByteArray();
    }

    private static Document parsed(Panel panel) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg(panel)));
    }

    private static BufferedImage png(Panel panel) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Picture(List.of(panel), 1).writePng(panel.width(), panel.height(), out);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    /** An attribute of an element, or of the nearest around it that has it. */
    private static String inherited(Element element, String name) {
        Element at = element;
        while (!at.hasAttribute(name)) {
            at = (Element) at.getParentNode();
        }
        return at.getAttribute(name);
    }

    private static HeatMap heatMap(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = i == j ? Double.NaN : Math.sin(7 * i + j) / 1000;
            }
        }
        return new HeatMap(LABELS, names("s", rows), names("t", columns), values, List.of(), true);
    }

    private static List<String> names(String start, int count) {
        return IntStream.range(0, count).mapToObj(i -> start + i).toList();
    }

    /** The cells of the matrix are the rectangles of the size that is most frequent among those with equal sides. */
    @Test
    void eachCellIsARectangleOfItsColour() throws Exception {
        HeatMap map = heatMap(20, 13);
        Map<String, List<Element>> squares = new HashMap<>();
        for (Element rectangle : elements(parsed(map), "rect")) {
            if (rectangle.getAttribute("width").equals(rectangle.getAttribute("height"))
                    && !inherited(rectangle, "fill").equals("none")) {
                squares.computeIfAbsent(rectangle.getAttribute("width"), key -> new ArrayList<>()).add(rectangle);
            }
        }
        List<Element> cells = squares.values().stream().max((a, b) -> a.size() - b.size()).orElseThrow();
        assertEquals(20 * 13, cells.size());
        for (int i = 0; i < cells.size(); i++) {
            Color colour = map.colour(map.values()[i / 13][i % 13], map.limit());
            String expected = "rgb(" + colour.getRed() + "," + colour.getGreen() + "," + colour.getBlue() + ")";
            String found = inherited(cells.get(i), "fill");
            assertEquals(expected, found.equals("white") ? "rgb(255,255,255)" : found, "cell " + i);
        }
    }

    @Test
    void everyNameIsAText() throws Exception {
        HeatMap map = heatMap(65, 65);
        List<String> texts = texts(parsed(map));
        assertTrue(texts.containsAll(map.rows()) && texts.containsAll(map.columns()));
        assertTrue(texts.containsAll(List.of("a title", "source", "target", "harms", "helps", "no value")));
        assertEquals(0, elements(parsed(map), "image").size());
        for (Element text : elements(parsed(map), "text")) {
            double size = Double.parseDouble(inherited(text, "font-size").replace("px", ""));
            assertTrue(size >= 9, text.getTextContent() + " has " + size + " pixels");
        }
    }

    @Test
    void namesOfAnyCharactersGiveWellFormedFiles() throws Exception {
        List<String> names = List.of("a<b>&\"'", "\u0001\u007f\ud800x", "Schöne Aufgabe \u4efb\u52a1", "\uffff");
        HeatMap map = new HeatMap(LABELS, names, List.of("t"), new double[4][1], List.of(), true);
        assertTrue(texts(parsed(map)).containsAll(List.of("a<b>&\"'", "???x", "Schöne Aufgabe \u4efb\u52a1", "?")));
    }

    @Test
    void equalPanelsGiveEqualBytes() throws IOException {
        for (Panel panel : List.of(heatMap(9, 9), chart(40), histograms(), groups())) {
            assertArrayEquals(svg(panel), svg(panel));
            String text = new String(svg(panel), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg ") && text.endsWith("</svg\n>\n"));
        }
    }

    /** In the middle of each cell; the lines of cells without a value go through there. */
    @Test
    void pixelsHaveTheColoursOfValues() throws IOException {
        double[][] values = {{1, -0.5, 0}, {-1, 0.25, 2}};
        HeatMap map = new HeatMap(LABELS, names("r", 2), names("c", 3), values, List.of(), true);
        BufferedImage image = png(map);
        assertEquals(2 * map.width(), image.getWidth());
        Map<Integer, Integer> pixels = new HashMap<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                pixels.merge(image.getRGB(x, y), 1, Integer::sum);
            }
        }
        assertEquals(2, map.limit());
        int cell = 2 * 56 * 2 * 56;
        for (double value : new double[] {1, -0.5, -1, 0.25, 2}) {
            int found = pixels.getOrDefault(map.colour(value, 2).getRGB(), 0);
            assertTrue(found > 0.8 * cell && found < 1.2 * cell, value + ": " + found + " of " + cell + " pixels");
        }
        assertEquals(Palette.BLUE, map.colour(2, 2));
        assertEquals(Palette.ORANGE, new HeatMap(LABELS, List.of(), List.of(), values, List.of(), false).colour(2, 2));
    }

    /** Of 100 values 98 are at most 1: the scale ends there if the largest is beyond 2. */
    @Test
    void fewOutliersDoNotPaleTheRest() {
        double[][] values = new double[1][100];
        Arrays.fill(values[0], 1);
        values[0][3] = -5;
        assertEquals(1, new HeatMap(LABELS, List.of("s"), names("t", 100), values, List.of(), true).limit());
        values[0][3] = -2;
        assertEquals(2, new HeatMap(LABELS, List.of("s"), names("t", 100), values, List.of(), true).limit());
        assertEquals(1, new HeatMap(LABELS, List.of("s"), List.of("t"), new double[1][1], List.of(), true).limit());
        // What a task does to itself does not count beside others.
        assertEquals(3, new HeatMap(LABELS, List.of("a"), List.of("a", "b"), new double[][] {{9, 3}}, List.of(), true).limit());
    }

    private static Chart chart(int points) {
        double[] x = IntStream.range(0, points).mapToDouble(i -> i * 1e-9).toArray();
        double[] y = IntStream.range(0, points).mapToDouble(i -> Math.cos(i) * 1e-12).toArray();
        return new Chart(new Chart.Labels("a chart", "facts", "across", "up"), Scale.around(x, 5), Scale.around(y, 5),
                List.of(Series.of("points", x, y, Series.Style.DOTS, 0), Series.of("line", x, y, Series.Style.LINE, 1)),
                List.of(), List.of(), false);
    }

    /** A point is a circle, and one more stands in the legend; a line has a piece from each point to the next. */
    @Test
    void eachPointIsACircleAtItsPlace() throws Exception {
        Chart chart = chart(40);
        Document document = parsed(chart);
        List<Element> circles = elements(document, "circle");
        assertEquals(40 + 1, circles.size());
        double[] x = circles.stream().limit(40).mapToDouble(circle -> Double.parseDouble(circle.getAttribute("cx"))).toArray();
        double[] y = circles.stream().limit(40).mapToDouble(circle -> Double.parseDouble(circle.getAttribute("cy"))).toArray();
        for (int i = 2; i < 40; i++) {
            // Distances on paper are proportional to those of values, up to the two decimals that are written.
            assertEquals(i, (x[i] - x[0]) / (x[1] - x[0]), 0.05 * i);
            double expected = (chart.series().get(0).y()[i] - chart.series().get(0).y()[0])
                    / (chart.series().get(0).y()[1] - chart.series().get(0).y()[0]);
            assertEquals(expected, (y[i] - y[0]) / (y[1] - y[0]), 0.01 * Math.abs(expected) + 0.01);
        }
        String orange = "rgb(213,94,0)";
        long pieces = elements(document, "line").stream().filter(line -> inherited(line, "stroke").equals(orange)).count();
        assertEquals(39 + 1, pieces);
        assertTrue(texts(document).containsAll(List.of("a chart", "facts", "across", "up", "points", "line")));
    }

    @Test
    void aCrowdOfPointsIsDrawnOncePerPixel() throws Exception {
        double[] same = new double[5000];
        Arrays.fill(same, 3);
        same[7] = 4;
        Chart chart = new Chart(new Chart.Labels("", "", "", ""), Scale.around(same, 5), Scale.around(same, 5),
                List.of(Series.of("points", same, same, Series.Style.DOTS, 0)), List.of(), List.of(), true);
        assertEquals(2 + 1, elements(parsed(chart), "circle").size());
    }

    private static Histograms histograms() {
        int[][] lower = {{1, 4, 0, 0}, {0, 0, 0, 0}, {2, 0, 0, 0}, {0, 9, 0, 0}};
        int[][] upper = {{0, 0, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 7}, {0, 0, 3, 0}};
        return new Histograms(new Histograms.Labels("h", "f", "r", "c", "low", "high"), names("s", 2), names("t", 2), lower,
                upper, -1, 1);
    }

    /** A path for each count above 0; heights are square roots, by the largest of each histogram. */
    @Test
    void eachCountIsABar() throws Exception {
        List<Element> paths = elements(parsed(histograms()), "path").stream()
                .filter(path -> inherited(path, "fill").startsWith("rgb")).toList();
        assertEquals(7, paths.size());
        double[] heights = paths.stream().mapToDouble(PictureTest::height).toArray();
        assertEquals(0.5, heights[0] / heights[1], 0.01);
        assertEquals(heights[1] * Math.sqrt(1 / 4.0), heights[2], 0.1);
    }

    private static double height(Element path) {
        double[] numbers = Arrays.stream(path.getAttribute("d").split("[^0-9.-]+")).filter(word -> !word.isEmpty())
                .mapToDouble(Double::parseDouble).toArray();
        return Math.abs(numbers[5] - numbers[1]);
    }

    private static Membership groups() {
        return new Membership("groups", List.of("1", "2"), List.of(List.of("a", "b"), List.of("b", "c", "d")));
    }

    @Test
    void eachMembershipIsABlock() throws Exception {
        Document document = parsed(groups());
        long blue = elements(document, "rect").stream().filter(block -> inherited(block, "fill").equals("rgb(0,114,178)")).count();
        long orange = elements(document, "rect").stream().filter(block -> inherited(block, "fill").equals("rgb(213,94,0)")).count();
        assertEquals(2, blue);
        assertEquals(3, orange);
        assertTrue(texts(document).containsAll(List.of("a", "b", "c", "d", "1", "2", "3", "groups")));
    }

    @Test
    void panelsKeepApart() throws Exception {
        HeatMap map = heatMap(3, 3);
        Picture picture = new Picture(List.of(map, chart(5), map), 2);
        assertEquals(2 * Math.max(map.width(), chart(5).width()), picture.width());
        assertEquals(2 * Math.max(map.height(), chart(5).height()), picture.height());
        assertEquals(5 + 1, elements(parsed(picture), "circle").size());
    }
}
