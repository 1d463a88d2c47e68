package org.mtl.continual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mtl.data.Seeds;

/**
 * One task of the stream while it is learned, as a strategy sees it.
 *
 * @param settings of the whole run
 * @param number t, counted from 1
 * @param rows the task's training rows
 * @param earlier the training rows of the tasks before it, which only {@code joint} may look at
 * @param learner the network
 * @param memory what is kept of earlier tasks
 * @param recorder takes down influences
 * @param randoms the generators in use
 */
record Episode(ContinualSettings settings, int number, TaskRows rows, List<TaskRows> earlier, Learner learner, Memory memory,
        InfluenceRecorder recorder, Map<String, Random> randoms) {

    Episode(ContinualSettings settings, int number, TaskRows rows, List<TaskRows> earlier, Learner learner, Memory memory,
            InfluenceRecorder recorder) {
        this(settings, number, rows, earlier, learner, memory, recorder, new HashMap<>());
    }

    /** The generator of one purpose; it depends on the seed, the purpose and the task's name, on nothing that came before. */
    Random random(String purpose) {
        return randoms.computeIfAbsent(purpose, key -> Seeds.random(settings.seed(), "continual:" + key + ":" + rows.name()));
    }

    /** Whether an epoch is one of the last, in which strategies take steps of their own. */
    boolean isLast(int epoch) {
        return epoch > settings.epochs() - settings.lastEpochs();
    }

    /** Whether the strategy's own steps are taken in an epoch: there is a memory, and it is one of the last epochs. */
    boolean rehearses(int epoch) {
        return memory.size() > 0 && isLast(epoch);
    }

    /** Rows of the memory, at most as many as a batch of it has. */
    Rows replayed() {
        return memory.rows(memory.draw(settings.memoryBatch(), random("replay")));
    }
}
