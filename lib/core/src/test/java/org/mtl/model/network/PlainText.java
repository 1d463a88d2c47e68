package org.mtl.model.network;

import java.util.Arrays;
import java.util.OptionalInt;

/** Predictions of networks of words as their definition has them, word by word in plain loops, row by row. */
final class PlainText {

    private final Architecture architecture;
    private final double[] w;

    private PlainText(Architecture architecture, double[] w) {
        this.architecture = architecture;
        this.w = w;
    }

    /** The outputs of all tasks for a row of word numbers. */
    static double[] predict(Architecture architecture, double[] w, double[] numbers) {
        PlainText plain = new PlainText(architecture, w);
        double[] all = new double[architecture.outputs().stream().mapToInt(Integer::intValue).sum()];
        int column = 0;
        for (int task = 0; task < architecture.tasks(); task++) {
            double[] own = plain.ofTask(numbers, task);
            System.arraycopy(own, 0, all, column, own.length);
            column += own.length;
        }
        return all;
    }

    /** The mean of what the first layer sees of a row's words, or of the words as they are before a task moves them. */
    static double[] mean(Architecture architecture, double[] w, double[] numbers, int task, boolean aligned) {
        PlainText plain = new PlainText(architecture, w);
        TextTrunk trunk = architecture.text().orElseThrow();
        double[] sum = new double[trunk.width()];
        int count = 0;
        for (double number : numbers) {
            if (number > 0) {
                count++;
                double[] word = plain.word(trunk, (int) number);
                double[] seen = aligned ? plain.aligned(word, task) : word;
                Arrays.setAll(sum, j -> sum[j] + seen[j]);
            }
        }
        int words = count;
        Arrays.setAll(sum, j -> sum[j] / words);
        return sum;
    }

    private Architecture.Block block(String name, OptionalInt task) {
        return architecture.blocks().stream().filter(each -> each.name().equals(name) && each.task().equals(task)).findFirst()
                .orElseThrow();
    }

    /** aW with the bias where there is one. */
    private double[] times(double[] a, Architecture.Block block) {
        double[] sums = new double[block.columns()];
        for (int c = 0; c < sums.length; c++) {
            for (int r = 0; r < block.rows(); r++) {
                sums[c] += (r < a.length ? a[r] : 1) * w[block.offset() + r * block.columns() + c];
            }
        }
        return sums;
    }

    private double[] ofTask(double[] numbers, int task) {
        TextTrunk trunk = architecture.text().orElseThrow();
        int length = 0;
        while (length < numbers.length && numbers[length] > 0) {
            length++;
        }
        double[][] words = new double[length][];
        for (int i = 0; i < length; i++) {
            words[i] = aligned(word(trunk, (int) numbers[i]), task);
        }
        double[] a = trunk.kind() == TextTrunk.Kind.CNN ? convolved(trunk, words) : recurrent(trunk, words);
        for (int layer = 1; layer <= architecture.hidden().size(); layer++) {
            a = activated(times(a, block("trunk." + layer, OptionalInt.empty())));
        }
        return times(a, block("head.1", OptionalInt.of(task)));
    }

    private double[] word(TextTrunk trunk, int number) {
        double[] word = new double[trunk.width()];
        if (!trunk.tuned()) {
            return Arrays.copyOfRange(trunk.vectors().orElseThrow().all(), number * word.length, (number + 1) * word.length);
        }
        System.arraycopy(w, block("embedding", OptionalInt.empty()).offset() + number * word.length, word, 0, word.length);
        return word;
    }

    private double[] aligned(double[] word, int task) {
        if (architecture.alignment().isEmpty()) {
            return word;
        }
        if (architecture.alignment().getAsInt() == word.length) {
            return times(word, block("align", OptionalInt.of(task)));
        }
        double[] moved = times(times(word, block("align.down", OptionalInt.of(task))), block("align.up", OptionalInt.of(task)));
        for (int j = 0; j < word.length; j++) {
            moved[j] += word[j];
        }
        return moved;
    }

    private static double[] activated(double[] sums) {
        double[] values = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            values[i] = Math.tanh(sums[i]);
        }
        return values;
    }

    private double[] convolved(TextTrunk trunk, double[][] words) {
        double[] all = new double[trunk.outputs()];
        int at = 0;
        for (int window : trunk.windows()) {
            double[] largest = new double[trunk.size()];
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
            for (int begin = -window + 1; begin < words.length; begin++) {
                double[] patch = new double[window * trunk.width()];
                for (int i = 0; i < window; i++) {
                    if (begin + i >= 0 && begin + i < words.length) {
                        System.arraycopy(words[begin + i], 0, patch, i * trunk.width(), trunk.width());
                    }
                }
                double[] sums = times(patch, block("conv." + window, OptionalInt.empty()));
                for (int c = 0; c < sums.length; c++) {
                    largest[c] = Math.max(largest[c], sums[c]);
                }
            }
            System.arraycopy(activated(largest), 0, all, at, largest.length);
            at += largest.length;
        }
        return all;
    }

    private double[] recurrent(TextTrunk trunk, double[][] words) {
        int units = trunk.size();
        double[] hidden = new double[units];
        double[] cell = new double[units];
        for (double[] word : words) {
            double[] seen = Arrays.copyOf(word, word.length + units);
            System.arraycopy(hidden, 0, seen, word.length, units);
            double[] gates = times(seen, block("lstm", OptionalInt.empty()));
            for (int u = 0; u < units; u++) {
                cell[u] = cell[u] / (1 + Math.exp(-gates[units + u]))
                        + Math.tanh(gates[2 * units + u]) / (1 + Math.exp(-gates[u]));
                hidden[u] = Math.tanh(cell[u]) / (1 + Math.exp(-gates[3 * units + u]));
            }
        }
        return hidden;
    }
}
