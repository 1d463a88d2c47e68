package org.mtl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of the environment variable {@code MTL_ARGS}: defaults that the command line overrules, for every command
 * that has them.
 */
final class DefaultArguments implements IDefaultValueProvider {

    private final Map<String, String> valueByName;

    private DefaultArguments(Map<String, String> valueByName) {
        this.valueByName = valueByName;
    }

    /**
     * Reads words such as {@code --threads 1 -q --standardize=pooled}.
     *
     * @param text the words, separated by white space
     * @param root the root command, whose subcommands say which options exist
     * @throws MtlException (USAGE) for a word that is no option of any command, or an option without its value
     */
    static DefaultArguments parse(String text, CommandLine root) {
        Map<String, OptionSpec> known = new HashMap<>();
        collect(root, known);
        Map<String, String> values = new HashMap<>();
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        words.removeIf(String::isEmpty);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            OptionSpec option = known.get(equals < 0 ? word : word.substring(0, equals));
            if (option == null) {
                throw MtlException.usage("MTL_ARGS: '" + word + "' is no option of any command");
            }
            String value = "true";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (option.arity().max() > 0) {
                i++;
                if (i == words.size()) {
                    throw MtlException.usage("MTL_ARGS: " + word + " needs a value");
                }
                value = words.get(i);
            }
            values.put(option.longestName(), value);
        }
        return new DefaultArguments(values);
    }

    private static void collect(CommandLine parent, Map<String, OptionSpec> known) {
        for (CommandLine command : parent.getSubcommands().values()) {
            known.putAll(command.getCommandSpec().optionsMap());
            collect(command, known);
        }
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? valueByName.get(option.longestName()) : null;
    }
}
