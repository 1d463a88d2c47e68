package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line the way all other messages are said: the option, what was expected, what found. */
final class UsageMessages {

    /** What a message shows of a word, in UTF-16 units. */
    private static final int MOST_SHOWN = 60;

    private UsageMessages() {}

    /**
     * The message for what the parser refused.
     *
     * @param arguments the words of the command line, by which a default of {@code MTL_ARGS} is known
     */
    static String of(ParameterException e, List<String> arguments) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, command);
        }
        if (e instanceof MissingParameterException missing) {
            return missing(missing.getMissing(), arguments);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + ": given twice";
        }
        if (e.getArgSpec() != null) {
            String origin = isGiven(e.getArgSpec(), arguments) ? "" : "MTL_ARGS: ";
            return origin + name(e.getArgSpec()) + ": expected " + expected(e.getArgSpec(), e.getValue()) + ", found "
                    + quote(e.getValue());
        }
        if (e.getValue() != null) {
            return unknownCommand(e.getValue(), e.getCommandLine());
        }
        String message = e.getMessage();
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String unmatched(UnmatchedArgumentException e, CommandSpec command) {
        List<String> words = e.getUnmatched();
        // Options that follow a mistyped command may well be right.
        if (!command.subcommands().isEmpty() && !words.get(0).startsWith("-")) {
            return unknownCommand(words.get(0), e.getCommandLine());
        }
        String option = words.stream().filter(word -> word.startsWith("-") && word.length() > 1).findFirst().orElse("");
        if (!option.isEmpty()) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            boolean ofCommands = command.subcommands().values().stream()
                    .anyMatch(one -> one.getCommandSpec().findOption(name) != null);
            if (ofCommands) {
                return "expected a command before its options, found " + quote(name);
            }
            List<String> names = command.options().stream().map(OptionSpec::longestName).toList();
            return "unknown option " + quote(name) + suggestion(name, names);
        }
        String wanted = command.positionalParameters().stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and "));
        return "expected " + (wanted.isEmpty() ? "options" : wanted) + " only, found " + quote(words.get(0)) + " too";
    }

    private static String unknownCommand(String word, CommandLine root) {
        return "unknown command " + quote(word) + suggestion(word, List.copyOf(root.getSubcommands().keySet()));
    }

    private static String suggestion(String word, List<String> names) {
        return NearMiss.find(word, names).map(name -> ", perhaps " + name).orElse("");
    }

    /** An option that is there without its value, or what is not there at all. */
    private static String missing(List<ArgSpec> arguments, List<String> words) {
        ArgSpec first = arguments.get(0);
        if (first instanceof OptionSpec option && isGiven(option, words)) {
            return name(first) + ": expected " + expected(first, "") + ", found no value";
        }
        String names = arguments.stream().map(UsageMessages::call).collect(Collectors.joining(" and "));
        return names + (arguments.size() == 1 ? " is missing" : " are missing");
    }

    private static boolean isGiven(ArgSpec argument, List<String> words) {
        if (!(argument instanceof OptionSpec option)) {
            return true;
        }
        return Arrays.stream(option.names())
                .anyMatch(name -> words.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "=")
                        || name.length() == 2 && word.startsWith(name)));
    }

    private static String call(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.shortestName() + " " + argument.paramLabel() : argument.paramLabel();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String expected(ArgSpec argument, String found) {
        Class<?> type = argument.type();
        if (type.isEnum()) {
            List<String> words = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                words.add(constant.toString());
            }
            return Lists.or(words);
        }
        if (type == int.class || type == Integer.class) {
            return wholeNumber(found, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return wholeNumber(found, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return type == boolean.class || type == Boolean.class ? "no value" : argument.paramLabel();
    }

    /** Speaks of the range only where it is the trouble. */
    private static String wholeNumber(String found, long least, long most) {
        return "a whole number" + (found.matches("[+-]?\\d+") ? " from " + least + " to " + most : "");
    }

    private static String quote(String word) {
        return "'" + (word.length() > MOST_SHOWN ? word.substring(0, MOST_SHOWN / 2) + "..." : word) + "'";
    }
}
