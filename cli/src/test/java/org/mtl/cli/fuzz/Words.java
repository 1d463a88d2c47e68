package org.mtl.cli.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mtl.cli.Mtl;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines that are right but for a word or three. */
final class Words {

    private static final List<String> COMMANDS = List.of("train S/long.csv --task task --target y --lambda 1 -q -o out",
            "train S/long.csv --task task --target y --model mlp --hidden 2 --epochs 2 --batch 16 -q -o out",
            "train S/wide.csv --targets red,size --id row --model mlp --hidden 2 --epochs 1 -q -o out", "train S/npy-long --split 0.6,0.2,0.2 --lambda 1 -q -o out",
            "train S/long.csv --task task --target y --learner tribuo:cart -q -o out", "influence S/linear -q", "influence S/net -q", "influence S/net --method trak --projection 4 -q",
            "affinity S/long.csv --task task --target y --method covariance -q", "affinity S/linear --method influence -q", "affinity S/net --method influence -q",
            "affinity S/long.csv --task task --target y --method collected --model mlp --hidden 2 --epochs 1 --batch 16 -q", "group S/affinity.csv --groups 2 -q",
            "group S/affinity.csv --max-groups 2 --solver greedy -q", "select S/scores.csv --drop 0.1 -q", "select S/scores.csv --tune 0,0.1 --model S/linear -q",
            "retrain S/linear --without-task north -q -o out", "retrain S/net --selection S/selection.csv -q -o out", "evaluate S/linear -q", "evaluate S/net --on val -q",
            "evaluate S/linear --check loo --scores S/scores.csv --sample 2 -q", "evaluate --grouping S/groups.csv --affinity S/affinity.csv -q",
            "inspect S/long.csv", "inspect S/net", "diagnose S/long.csv --task task --target y -q", "plot S/affinity.csv --ascii", "plot S/scores.csv -o out.svg",
            "convert S/long.csv --task task --target y -q -o out", "synth linear -o out", "synth corrupt S/long.csv --task task --target y --labels 0.1 -o out", "doctor", "rerun S/linear");

    private static final List<String> VALUES = List.of("", " ", "0", "1", "2", "3", "-1", "0.5", "1.5", "-0.5", "1e999", "nan", "inf", "99999999999", "99999999999999999999", "1e-320",
            "none", "auto", "all", "x", "north", "north,east", "north=1", "north=1,east=2", "=", "=1", "a=b=c", ",", ",,", "a,,b", "0.5,0.5", "0.2,0.2,0.6", "1/2", "0/2", "3/2", "1:2",
            "1x1", "\"", "\"a", "*", "x*", "x1:x3", "x3:x1", "../samples", "../samples/long.csv", "../samples/linear", "../samples/affinity.csv", "../samples/groups.csv",
            "../samples/scores.csv", "../samples/selection.csv", "nowhere", "no/where.csv", ".", "..", "/", "-", "--", "--task", "é", "\u0130", "\u0000", "a\nb", "%s", "${user.home}", "@x",
            "1g", "1k", "5m", "1e3", "yes", "TRUE", "x".repeat(300), "loss>1", "rmse[north]<=2", "1<", "train", "val", "test", "csv", "npy");

    /** Options that would write beyond the folder of a trial, or legitimately take long with a value from above. */
    private static final Set<String> LEFT_OUT = Set.of("--output", "--help", "--stacktrace", "--cache");

    private Words() {}

    static List<String> make(Dice dice) {
        List<String> words = new ArrayList<>(List.of(dice.of(COMMANDS).replace(" S/", " ../samples/").split(" ")));
        int times = 1 + dice.below(3);
        for (int i = 0; i < times; i++) {
            switch (dice.below(12)) {
                case 0 -> words.remove(place(words, dice));
                case 1 -> words.add(place(words, dice), dice.of(VALUES));
                case 2 -> words.set(place(words, dice), dice.of(VALUES));
                default -> option(words, dice);
            }
            if (words.size() < 2) {
                return words;
            }
        }
        return words;
    }

    /** The place of any word but the output's name, which must stay in the folder of the trial. */
    private static int place(List<String> words, Dice dice) {
        int at = dice.below(words.size());
        return at > 0 && words.get(at - 1).equals("-o") ? 0 : at;
    }

    private static void option(List<String> words, Dice dice) {
        CommandLine command = Mtl.commandLine();
        for (String word : words) {
            Map<String, CommandLine> inner = command.getSubcommands();
            if (!inner.containsKey(word)) {
                break;
            }
            command = inner.get(word);
        }
        List<OptionSpec> options = command.getCommandSpec().options().stream().filter(option -> !LEFT_OUT.contains(option.longestName())).toList();
        if (options.isEmpty()) {
            return;
        }
        OptionSpec option = dice.of(options);
        String name = option.longestName();
        if (option.arity().max() == 0) {
            words.add(name);
            return;
        }
        words.add(dice.oneIn(4) ? name + "=" + value(option, dice) : name);
        if (words.get(words.size() - 1).equals(name) && !dice.oneIn(20)) {
            words.add(value(option, dice));
        }
    }

    /** One of the words that the help names, or any value. */
    private static String value(OptionSpec option, Dice dice) {
        String label = option.paramLabel();
        List<String> choices = List.of(label.split("[|]"));
        return choices.size() > 1 && dice.oneIn(2) ? dice.of(choices) : dice.of(VALUES);
    }
}
