package org.mtl.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What all commands have in common: the context they run in, and the common options. */
abstract class Subcommand implements Callable<Integer> {

    private final Context context;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    Subcommand(Context context) {
        this.context = context;
    }

    Context context() {
        return context;
    }

    @Override
    public final Integer call() throws Exception {
        context.configure(common);
        // A wrong number of threads is said before any work.
        context.workers();
        return run();
    }

    /** Does the command's work and returns its exit code. */
    abstract int run() throws Exception;

    /**
     * The command line without what cannot change the result: names, options and values in the order given, then the
     * defaults of {@code MTL_ARGS} that it leaves in effect.
     */
    List<String> recordedCommand() {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> words = new ArrayList<>(List.of(spec.qualifiedName().split(" ")));
        words.remove(0);
        Set<ArgSpec> seen = new HashSet<>();
        for (ArgSpec argument : parsed.matchedArgs()) {
            if (!seen.add(argument)) {
                continue;
            }
            if (argument instanceof OptionSpec option) {
                if (CommonOptions.NEUTRAL.contains(option.longestName())) {
                    continue;
                }
                if (option.arity().max() == 0) {
                    words.add(option.longestName());
                } else {
                    argument.originalStringValues().forEach(value -> words.addAll(List.of(option.longestName(), value)));
                }
            } else {
                words.addAll(argument.originalStringValues());
            }
        }
        words.addAll(defaults(seen));
        return words;
    }

    private List<String> defaults(Set<ArgSpec> given) {
        List<String> words = new ArrayList<>();
        if (spec.defaultValueProvider() instanceof DefaultArguments defaults) {
            for (OptionSpec option : spec.options()) {
                String value = defaults.defaultValue(option);
                if (value == null || given.contains(option) || CommonOptions.NEUTRAL.contains(option.longestName())) {
                    continue;
                }
                words.add(option.longestName());
                if (option.arity().max() > 0) {
                    words.add(value);
                }
            }
        }
        return words;
    }
}
