package org.mtl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.mtl.affinity.AffinityCollector;
import org.mtl.affinity.StepMeasure;
import org.mtl.io.CsvWriter;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.network.LookAhead;
import org.mtl.training.network.StepObserver;

/** Writes the matrices as they are so far while they are collected. */
final class AffinityTrace {

    private final CsvWriter csv;
    private final List<String> sources;
    private final List<StepMeasure> measures;
    private final int every;

    /**
     * Writes the header.
     *
     * @param sources the names of the rows
     * @param every how many collections lie between two matrices
     */
    AffinityTrace(CsvWriter csv, List<String> sources, List<String> tasks, List<StepMeasure> measures, int every)
            throws IOException {
        this.csv = csv;
        this.sources = sources;
        this.measures = measures;
        this.every = every;
        List<String> header = new ArrayList<>(List.of("seed", "step", "epoch", "method", "source"));
        header.addAll(tasks);
        csv.record(header);
    }

    /** What collects, and writes every now and then what was collected. */
    StepObserver of(AffinityCollector collector, long seed) {
        return new StepObserver() {
            @Override
            public NetworkEngine.Summand summand() {
                return collector.summand();
            }

            @Override
            public boolean observes(int epoch, long step) {
                return collector.observes(epoch, step);
            }

            @Override
            public void observe(int epoch, long step, LookAhead ahead) {
                collector.observe(epoch, step, ahead);
                if (collector.steps() % every == 0) {
                    write(collector, seed, step, epoch);
                }
            }

            @Override
            public void took(long nanoseconds) {
                collector.took(nanoseconds);
            }
        };
    }

    private void write(AffinityCollector collector, long seed, long step, int epoch) {
        try {
            for (StepMeasure measure : measures) {
                double[][] means = collector.means(measure);
                for (int row = 0; row < means.length; row++) {
                    csv.field(seed).field(step).field(epoch).field(CollectionOptions.word(measure)).field(sources.get(row));
                    CsvScoreWriter.known(csv, means[row]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
