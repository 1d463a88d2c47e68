package org.mtl.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The HTML of a command's page: what its help and its manual page say, from the same command model. */
final class CommandPage {

    private final CommandSpec spec;

    CommandPage(CommandSpec spec) {
        this.spec = spec;
    }

    String name() {
        return spec.qualifiedName("-");
    }

    /** The first line of the description. */
    String about() {
        return HtmlManual.escape(description().isEmpty() ? "" : description().get(0));
    }

    String body() {
        StringBuilder html = new StringBuilder();
        Help help = new Help(spec, Help.defaultColorScheme(Ansi.OFF));
        section(html, "Synopsis", "<pre><code>" + HtmlManual.escape(help.synopsis(0).stripTrailing()) + "</code></pre>\n");
        section(html, "Description", description().stream().skip(1).map(line -> "<p>" + HtmlManual.escape(line) + "</p>\n")
                .collect(Collectors.joining()));
        section(html, "Options", list(options()));
        section(html, "Arguments", list(arguments()));
        section(html, "Commands", list(commands()));
        section(html, "Examples", examples());
        return html.toString();
    }

    private static void section(StringBuilder html, String title, String text) {
        if (!text.isEmpty()) {
            html.append("<h2 id=\"").append(title.toLowerCase(Locale.ROOT)).append("\">").append(title).append("</h2>\n").append(text);
        }
    }

    private List<String> description() {
        return lines(spec.usageMessage().description());
    }

    private static List<String> lines(String[] texts) {
        return Arrays.stream(texts).map(text -> String.format(text)).flatMap(String::lines).filter(line -> !line.isBlank()).toList();
    }

    private List<String[]> options() {
        List<String[]> items = new ArrayList<>();
        spec.options().stream().filter(option -> !option.hidden()).sorted(Comparator.comparing(OptionSpec::longestName)).forEach(option ->
                items.add(new String[] {String.join(", ", option.names())
                        + (option.arity().max() == 0 ? "" : "=" + option.paramLabel()), text(option.description())}));
        return items;
    }

    private List<String[]> arguments() {
        List<String[]> items = new ArrayList<>();
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            items.add(new String[] {argument.paramLabel(), text(argument.description())});
        }
        return items;
    }

    private List<String[]> commands() {
        List<String[]> items = new ArrayList<>();
        spec.subcommands().values().stream().distinct().map(command -> new CommandPage(command.getCommandSpec())).forEach(page ->
                items.add(new String[] {page.name() + "(1)", page.description().isEmpty() ? "" : page.description().get(0)}));
        return items;
    }

    private static String text(String[] description) {
        return String.join("\n", lines(description));
    }

    /** A list of terms; a line of what is said of each is a paragraph. */
    private static String list(List<String[]> items) {
        if (items.isEmpty()) {
            return "";
        }
        return items.stream().map(item -> "<dt>" + HtmlManual.escape(item[0]) + "</dt>\n<dd>"
                + HtmlManual.escape(item[1]).replace("\n", "<br />\n") + "</dd>\n").collect(Collectors.joining("", "<dl>\n", "</dl>\n"));
    }

    private String examples() {
        List<String> lines = Arrays.stream(spec.usageMessage().footer()).map(text -> String.format(text)).flatMap(String::lines)
                .map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.isEmpty() ? "" : "<pre><code>" + HtmlManual.escape(String.join("\n", lines)) + "</code></pre>\n";
    }
}
