package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.MtlException;
import org.mtl.plot.Panel;
import org.mtl.plot.Picture;
import org.mtl.plot.TextCanvas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl plot FILE…}. */
@Command(
        name = "plot",
        description = {
            "Draws what other commands wrote, as SVG, PNG or text.",
            "A matrix of affinity or influence --level task becomes a heat map, --check of evaluate points with the line on"
                + " which predictions are right, or curves of removal and detection, a model or its history.csv curves, the groups"
                + " of group blocks, a diagnosis three heat maps, scores of influence or a selection histograms, --ratio-curve a curve, and what evaluate writes"
                + " points by task."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl plot affinity.csv -o affinity.svg",
            "  mtl plot affinity.csv --grouping groups.csv -o groups.png",
            "  mtl plot model -o history.svg",
            "  mtl influence model --level task | mtl plot - --ascii"
        })
final class Plot extends Subcommand {

    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,5})x([1-9]\\d{0,5})");

    private static final Pattern OTHER_FORMAT = Pattern.compile(".*\\.(pdf|e?ps|jpe?g|gif|bmp|tiff?|webp|html?)");

    /** So many pixels can be drawn without a thought about memory. */
    private static final long MOST_PIXELS = 40_000_000;
    private static final int WIDEST = 2400;
    private static final int TEXT_COLUMNS = 80;
    private static final String NOWHERE = "/dev/null";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "What other commands wrote, or - for standard input. Several are drawn side by side.")
    private List<String> inputs;

    @Mixin
    private PlotSettings settings;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            order = 21,
            description = "The size of the picture in pixels, of which PNG has four for each. Default: by what is drawn.")
    private String size;

    @Option(names = "--png", order = 22, description = "PNG. Default: SVG, save for a FILE ending in .png.")
    private boolean png;

    @Option(
            names = "--ascii",
            order = 23,
            description = "Text of plain ASCII; on a terminal that shows colours, with them, unless NO_COLOR is set.")
    private boolean ascii;

    @Mixin
    private ResultOptions results;

    Plot(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        if (png && ascii) {
            throw MtlException.usage("--png and --ascii exclude each other");
        }
        if (OTHER_FORMAT.matcher(results.name()).matches()) {
            throw MtlException.usage("-o " + results.name() + ": expected a name ending in .svg or .png; other formats are not drawn");
        }
        int[] pixels = pixels();
        requireOneStandardInput();
        List<Panel> panels = new ArrayList<>();
        PlotPanels reader = new PlotPanels(settings, context());
        // A file with several panels has a block of lines of its own.
        int perLine = 0;
        for (String input : inputs) {
            List<Panel> read = reader.read(input);
            perLine = Math.max(perLine, read.size());
            panels.addAll(read);
        }
        Picture picture = new Picture(panels, perLine(panels, perLine));
        results.write(context(), "picture", Map.of(), recordedCommand(), out -> draw(picture, pixels, out));
        return ExitCode.DONE;
    }

    /** As many panels beside each other as a screen is wide; of several to a file, so that its lines are equally long. */
    private static int perLine(List<Panel> panels, int perFile) {
        int widest = panels.stream().mapToInt(Panel::width).max().orElseThrow();
        int room = Math.max(1, WIDEST / widest);
        if (perFile == 1 || perFile <= room) {
            return Math.min(room, perFile == 1 ? panels.size() : perFile);
        }
        int lines = (perFile + room - 1) / room;
        return (perFile + lines - 1) / lines;
    }

    private void requireOneStandardInput() {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            named.put("FILE " + (i + 1), inputs.get(i));
        }
        settings.grouping().ifPresent(file -> named.put("--grouping", file));
        context().requireOneStandardInput(named);
    }

    /** The size that was asked for; empty without. */
    private int[] pixels() {
        if (size == null) {
            return new int[0];
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw MtlException.usage("--size: expected a width and a height such as 900x600, found '" + size + "'");
        }
        int[] pixels = {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
        if ((long) pixels[0] * pixels[1] > MOST_PIXELS) {
            throw MtlException.usage("--size: expected at most " + MOST_PIXELS + " pixels, found " + size);
        }
        return pixels;
    }

    private void draw(Picture picture, int[] pixels, OutputStream out) throws IOException {
        if (ascii) {
            TextCanvas text = new TextCanvas(TEXT_COLUMNS, showsColours());
            picture.print(text);
            out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
            return;
        }
        // A screen would be looked for, and on a server not found.
        System.setProperty("java.awt.headless", "true");
        String home = System.getProperty("user.home");
        // There the JDK would keep a list of the system's fonts.
        System.setProperty("user.home", NOWHERE);
        try {
            image(picture, pixels, out);
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private void image(Picture picture, int[] pixels, OutputStream out) throws IOException {
        int width = pixels.length == 0 ? picture.width() : pixels[0];
        int height = pixels.length == 0 ? picture.height() : pixels[1];
        try {
            if (png || results.name().endsWith(".png")) {
                picture.writePng(width, height, out);
            } else {
                picture.writeSvg(String.join(", ", inputs.stream().map(settings::shownName).toList()), width, height, out);
            }
        } catch (LinkageError | InternalError e) {
            // What the JDK throws where its drawing libraries, or the system's fonts, are not there.
            throw MtlException.unavailable("this Java cannot draw: " + reason(e) + "; install a Java that is not cut down,"
                    + " fontconfig and a font (on Debian fontconfig and fonts-dejavu-core), or take --ascii", e);
        }
    }

    private static String reason(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
    }

    private boolean showsColours() {
        Map<String, String> environment = context().environment();
        return !results.isFile() && System.console() != null && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
