package org.mtl.cli.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mtl.io.Hashes;

/** What is damaged. */
enum Kind {

    /** A table of data. */
    CSV {
        private static final List<String> LONG = List.of("train F --task task --target y --id id --lambda 1 -q -o out",
                "train F --task task --target y --loss squared --standardize task --split 0.6,0.2,0.2 -q -o out",
                "train F --task task --target y --positive 1.5 --lambda 1 -q -o out",
                "train F --one-vs-rest task --id id --features x* --lambda 1 -q -o out",
                "train F --task task --target y --lambda 1 --pca 2 -q -o out",
                "train F --task task --target y --model mlp --hidden 2 --epochs 2 --batch 16 -q -o out",
                "train F --task task --target y --learner tribuo:knn -q -o out", "train F --task task --target y --dry-run",
                "affinity F --task task --target y --method covariance -q", "inspect F", "inspect F --task task --target y --id id",
                "convert F --task task --target y -q -o out");
        private static final List<String> WIDE = List.of("train F --targets red,size --id row --lambda 1 -q -o out", "train F --targets red,size -q -o out",
                "affinity F --targets red,size --id row --method covariance -q", "inspect F --targets red,size",
                "convert F --targets red,size --id row -q -o out.csv", "train F --targets both=red:size --lambda 1 -q -o out");

        @Override
        Trial make(Samples samples, Path work, Dice dice) throws IOException {
            boolean wide = dice.oneIn(3);
            byte[] damaged = Damage.table(samples.bytes(wide ? "wide.csv" : "long.csv"), dice);
            String command = dice.of(wide ? WIDE : LONG);
            if (dice.oneIn(8) && !command.startsWith("convert")) {
                return new Trial(List.of(command.replace(" F", " -").split(" ")), damaged, "");
            }
            Files.write(work.resolve("data.csv"), damaged);
            return Trial.of(command.replace(" F", " data.csv"), "data.csv");
        }
    },

    /** A folder of arrays. */
    NPY {
        private static final List<String> COMMANDS = List.of("train F --split 0.6,0.2,0.2 --loss squared --lambda 1 -q -o out", "train F --lambda 1 -q -o out",
                "train F --split 0.6,0.2,0.2 --loss squared --model mlp --hidden 2 --epochs 1 -q -o out", "inspect F", "train F --dry-run",
                "convert F -q -o out.csv", "affinity F --loss squared --method covariance -q");

        @Override
        Trial make(Samples samples, Path work, Dice dice) throws IOException {
            String name = dice.of(List.of("npy-long", "npy-wide", "npy-windows"));
            samples.copyTo(work, name);
            damageOne(work.resolve(name), dice);
            return Trial.of(dice.of(COMMANDS).replace(" F", " " + name));
        }
    },

    /** A model. */
    MODEL {
        private static final List<String> ANY = List.of("evaluate M", "evaluate M --on val -q", "inspect M", "inspect M --list-tasks -q", "influence M -q",
                "retrain M --without-task north -q -o out", "affinity M --method covariance -q", "evaluate M --predictions p.csv -q",
                "influence M --level task -q", "retrain M --selection ../samples/selection.csv -q -o out", "rerun M", "plot M/history.csv --ascii",
                "evaluate ../samples/linear --baseline M", "select ../samples/scores.csv --drop 0.1 --model M -q", "influence M --level self -q",
                "retrain M --grouping ../samples/groups.csv -q -o out");

        @Override
        Trial make(Samples samples, Path work, Dice dice) throws IOException {
            String name = dice.of(List.of("linear", "linear", "net", "net", "aligned", "cart", "seeds", "grouped"));
            samples.copyTo(work, name);
            damageOne(work.resolve(name), dice);
            return Trial.of(dice.of(ANY).replace(" M", " " + name));
        }
    },

    /** What commands write for each other. */
    TABLE {
        private static final Map<String, List<String>> COMMANDS = Map.ofEntries(
                Map.entry("scores.csv", List.of("select F --drop 0.1 -q", "select F --tune 0,0.1 --model S/linear -q", "plot F --ascii", "inspect F",
                        "evaluate S/linear --check loo --scores F --sample 2 -q", "select F --drop 2 --unit row --aggregate max -q",
                        "select F --drop 0.1 --model S/linear --report r.csv -q", "evaluate S/linear --check removal --scores F --shares 0,0.1 -q")),
                Map.entry("scores.npy", List.of("select F --drop 0.1 -q", "plot F --ascii", "inspect F", "select F --drop 0.1 --model S/linear -q")),
                Map.entry("affinity.csv", List.of("group F --groups 2 -q", "plot F --ascii", "group F --groups 2 --solver greedy -q", "inspect F",
                        "evaluate --grouping S/groups.csv --affinity F -q", "group F --max-groups 3 --partition --solver exhaustive -q")),
                Map.entry("affinity.npy", List.of("group F --groups 2 -q", "plot F --ascii", "inspect F")),
                Map.entry("part-1.csv", List.of("influence --merge F S/part-2.csv -q", "influence --merge S/part-2.csv F -q -o out.csv")),
                Map.entry("selection.csv", List.of("retrain S/linear --selection F -q -o out", "plot F --ascii", "inspect F")),
                Map.entry("groups.csv", List.of("retrain S/linear --grouping F -q -o out", "evaluate --grouping F --affinity S/affinity.csv -q",
                        "group S/affinity.csv --groups 2 --hint F -q", "plot F --ascii",
                        "affinity S/long.csv --task task --target y --method collected --grouping F --epochs 1 --model mlp --hidden 2 -q")),
                Map.entry("rules.csv", List.of("group S/affinity.csv --groups 2 --constraints F -q")),
                Map.entry("rows.csv", List.of("retrain S/linear --without-rows F -q -o out")),
                Map.entry("weights.csv", List.of("train S/long.csv --task task --target y --lambda 1 --task-weight F -q -o out")),
                Map.entry("grid.txt", List.of("train S/long.csv --task task --target y --sweep F -q -o out")),
                Map.entry("loo.csv", List.of("plot F --ascii", "inspect F")),
                Map.entry("train.args", List.of("train @F -q -o out")));

        private static final List<String> NAMES = COMMANDS.keySet().stream().sorted().toList();

        @Override
        Trial make(Samples samples, Path work, Dice dice) throws IOException {
            String name = dice.of(NAMES);
            samples.copyTo(work, name);
            String beside = dice.of(List.of("", "", "", "", "", ".meta.json", ".names.csv"));
            Path file = Files.exists(work.resolve(name + beside)) ? work.resolve(name + beside) : work.resolve(name);
            damage(file, dice);
            String command = dice.of(COMMANDS.get(name)).replace(" S/", " ../samples/");
            boolean table = file.getFileName().toString().equals(name) && name.endsWith(".csv");
            if (table && dice.oneIn(8) && (command.startsWith("select") || command.startsWith("group F") || command.startsWith("retrain"))) {
                return new Trial(List.of(command.replace(" F", " -").split(" ")), Files.readAllBytes(file), "");
            }
            return Trial.of(command.replace("@F", "@" + name).replace(" F", " " + name), table ? name : "");
        }
    },

    /** Files of other formats. */
    FORMAT {
        private static final List<String> FILES = List.of("arrays.npz", "parted.npz", "songs.arff", "songs-sparse.arff", "north_train.svmlight", "table.tsv",
                "hourly.csv", "images-idx3-ubyte", "labels-idx1-ubyte.gz", "mood.txt", "vectors.txt", "pictures");

        @Override
        Trial make(Samples samples, Path work, Dice dice) throws IOException {
            String name = dice.of(FILES);
            Formats.copyTo(work);
            if (name.equals("pictures")) {
                damageOne(work.resolve(name), dice);
            } else {
                damage(work.resolve(name), dice);
            }
            return Trial.of(dice.of(Formats.COMMANDS.get(name)));
        }
    },

    /** The words of a command line. */
    OPTION {
        @Override
        Trial make(Samples samples, Path work, Dice dice) {
            return new Trial(Words.make(dice), new byte[0], "");
        }
    };

    /**
     * Writes damaged input into a folder and says what is to be done with it.
     *
     * @param samples sound files, which lie in the folder {@code samples} beside {@code work}
     * @param work an empty folder
     */
    abstract Trial make(Samples samples, Path work, Dice dice) throws IOException;

    /** Damages one of the files below a folder. */
    static void damageOne(Path folder, Dice dice) throws IOException {
        List<String> names = new ArrayList<>(Samples.files(folder).keySet());
        names.removeIf(name -> name.endsWith("run.json"));
        Path file = folder.resolve(dice.of(names));
        switch (dice.below(16)) {
            case 0 -> Files.delete(file);
            case 1 -> Files.copy(folder.resolve(dice.of(names)), Files.createTempFile(file.getParent(), "x", "x"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            case 2 -> {
                byte[] other = Files.readAllBytes(folder.resolve(dice.of(names)));
                Files.write(file, other);
            }
            case 3 -> {
                Files.delete(file);
                Files.createDirectory(file);
            }
            case 4 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of(dice.of(List.of("/etc/hostname", "/dev/null", file.getFileName().toString(), "nowhere", ".."))));
            }
            default -> damage(file, dice);
        }
        resign(folder, file, dice);
    }

    private static void resign(Path folder, Path file, Dice dice) throws IOException {
        Path model = file.resolveSibling("model.json");
        if (file.getFileName().toString().equals("parameters.npy") && Files.isRegularFile(file) && Files.exists(model) && !dice.oneIn(4)) {
            Files.write(model, JsonDamage.signed(Files.readAllBytes(model), Hashes.sha256(file)));
        }
    }

    /** Damages a file as its name says. */
    static void damage(Path file, Dice dice) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        byte[] damaged;
        if (name.endsWith(".npy")) {
            damaged = NpyDamage.file(bytes, dice);
        } else if (name.endsWith(".json")) {
            damaged = JsonDamage.document(bytes, dice);
        } else if (name.matches(".*\\.(csv|txt|args|arff|svmlight|tsv)")) {
            damaged = Damage.table(bytes, dice);
        } else {
            damaged = Damage.bytes(bytes, dice);
        }
        Files.write(file, damaged);
    }
}
