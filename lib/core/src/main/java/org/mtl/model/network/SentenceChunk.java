package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.model.Loss;

/**
 * Sentences of a batch that go through the layers at once, and the labels over them.
 *
 * @param rows the position in the batch of each sentence; one that is there for several tasks stands here for each
 * @param tasks the task that each is aligned for; empty where it does not matter
 * @param parts the labels over these sentences, ascending by task
 */
record SentenceChunk(int[] rows, int[] tasks, List<Part> parts) {

    /** Sentences of a chunk. */
    static final int MOST = 256;

    /**
     * Labels of one task.
     *
     * @param entry which entry of the batch's labels
     * @param first the first of its labels that is on a sentence of the chunk
     * @param labels these labels, by position in the chunk
     */
    record Part(int entry, int first, Batch.Labels labels) {}

    int count() {
        return rows.length;
    }

    /** The labels without what they are parts of. */
    List<Batch.Labels> labels() {
        return parts.stream().map(Part::labels).toList();
    }

    /** All rows of a batch in order, each once, with their labels. */
    static List<SentenceChunk> inOrder(Batch batch, List<Loss> losses) {
        List<SentenceChunk> chunks = new ArrayList<>();
        for (int start = 0; start < batch.count(); start += MOST) {
            int from = start;
            int[] rows = range(start, Math.min(batch.count(), start + MOST));
            List<Part> parts = new ArrayList<>();
            for (int entry = 0; entry < batch.labels().size(); entry++) {
                Batch.Labels labels = batch.labels().get(entry);
                int first = below(labels.positions(), start);
                int end = below(labels.positions(), start + rows.length);
                int[] places = Arrays.stream(labels.positions(), first, end).map(position -> position - from).toArray();
                addPart(parts, entry, first, places, labels, losses);
            }
            chunks.add(new SentenceChunk(rows, new int[0], List.copyOf(parts)));
        }
        return chunks;
    }

    /** A sentence for each label, task by task. */
    static List<SentenceChunk> byTask(Batch batch, List<Loss> losses) {
        List<SentenceChunk> chunks = new ArrayList<>();
        int pairs = batch.pairs();
        for (int start = 0; start < pairs; start += MOST) {
            int count = Math.min(MOST, pairs - start);
            int[] rows = new int[count];
            int[] tasks = new int[count];
            List<Part> parts = new ArrayList<>();
            int before = 0;
            for (int entry = 0; entry < batch.labels().size(); entry++) {
                Batch.Labels labels = batch.labels().get(entry);
                int first = Math.max(0, start - before);
                int end = Math.min(labels.size(), start + count - before);
                for (int i = first; i < end; i++) {
                    rows[before + i - start] = labels.positions()[i];
                    tasks[before + i - start] = labels.task();
                }
                if (first < end) {
                    addPart(parts, entry, first, range(before + first - start, before + end - start), labels, losses);
                }
                before += labels.size();
            }
            chunks.add(new SentenceChunk(rows, tasks, List.copyOf(parts)));
        }
        return chunks;
    }

    /** All rows as those of one task, without labels. */
    static List<SentenceChunk> ofTask(int count, int task) {
        List<SentenceChunk> chunks = new ArrayList<>();
        for (int start = 0; start < count; start += MOST) {
            int[] rows = range(start, Math.min(count, start + MOST));
            int[] tasks = new int[rows.length];
            Arrays.fill(tasks, task);
            chunks.add(new SentenceChunk(rows, tasks, List.of()));
        }
        return chunks;
    }

    private static void addPart(List<Part> parts, int entry, int first, int[] places, Batch.Labels labels, List<Loss> losses) {
        if (places.length > 0) {
            Loss loss = losses.get(labels.task());
            int values = loss.isClassification() ? 1 : loss.outputs();
            double[] targets = Arrays.copyOfRange(labels.targets(), first * values, (first + places.length) * values);
            parts.add(new Part(entry, first, new Batch.Labels(labels.task(), places, targets, labels.factor())));
        }
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static int below(int[] ascending, int value) {
        int at = Arrays.binarySearch(ascending, value);
        return at < 0 ? -at - 1 : at;
    }
}
