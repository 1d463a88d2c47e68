package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;

/**
 * All that the epochs after one depend on, as one vector of doubles.
 *
 * @param epoch the last epoch that was run
 * @param finished whether no epoch follows
 * @param parameters the parameters after it
 * @param steps what the optimiser remembers
 * @param best the epoch of the least validation loss so far, 0 for none
 * @param bestLoss that loss
 * @param bestParameters the parameters after that epoch; none for no such epoch
 * @param history what the history has so far
 */
record RunState(int epoch, boolean finished, double[] parameters, double[] steps, int best, double bestLoss,
        double[] bestParameters, List<Line> history) {

    private static final int FORMAT = 2;
    private static final int HEADER = 10;
    private static final int LINE = 5;

    /**
     * A line of the history.
     *
     * @param split the position among the splits
     * @param task the position among the tasks
     * @param metric NaN for none
     * @param facts what is told beside them, as many numbers in each line of a run, NaN for none
     */
    record Line(int epoch, int split, int task, double loss, double metric, List<Double> facts) {}

    /** The vector. */
    double[] encoded() {
        int facts = history.isEmpty() ? 0 : history.get(0).facts().size();
        int size = HEADER + parameters.length + steps.length + bestParameters.length + (LINE + facts) * history.size();
        double[] all = Arrays.copyOf(new double[] {FORMAT, epoch, finished ? 1 : 0, best, bestLoss, parameters.length,
            steps.length, bestParameters.length, history.size(), facts}, size);
        int at = HEADER;
        for (double[] part : List.of(parameters, steps, bestParameters)) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        for (Line line : history) {
            double[] values = {line.epoch(), line.split(), line.task(), line.loss(), line.metric()};
            System.arraycopy(values, 0, all, at, LINE);
            for (int i = 0; i < facts; i++) {
                all[at + LINE + i] = line.facts().get(i);
            }
            at += LINE + facts;
        }
        return all;
    }

    /**
     * Reads the vector again.
     *
     * @param parameters the number of parameters of the network
     * @throws MtlException (DATA) if it is of another network or format
     */
    static RunState decoded(double[] all, int parameters) {
        if (all.length < HEADER || all[0] != FORMAT || all[5] != parameters
                || all.length != HEADER + all[5] + all[6] + all[7] + (LINE + all[9]) * all[8]) {
            throw MtlException.data("--resume: the saved state is not one of this run; expected " + parameters
                    + " parameters; begin anew without --resume");
        }
        int steps = HEADER + parameters;
        int best = steps + (int) all[6];
        int lines = best + (int) all[7];
        int length = LINE + (int) all[9];
        List<Line> history = new ArrayList<>();
        for (int at = lines; at < all.length; at += length) {
            history.add(new Line((int) all[at], (int) all[at + 1], (int) all[at + 2], all[at + 3], all[at + 4],
                    Arrays.stream(all, at + LINE, at + length).boxed().toList()));
        }
        return new RunState((int) all[1], all[2] != 0, Arrays.copyOfRange(all, HEADER, steps),
                Arrays.copyOfRange(all, steps, best), (int) all[3], all[4], Arrays.copyOfRange(all, best, lines), history);
    }
}
