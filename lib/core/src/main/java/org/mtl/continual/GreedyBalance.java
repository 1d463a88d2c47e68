package org.mtl.continual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mtl.data.RandomOrder;

/**
 * {@code gdumb}: a memory that is greedily balanced by class, and after each task a model trained from fresh parameters on the
 * memory alone (Prabhu et al. 2020, "GDumb").
 */
record GreedyBalance() implements Rehearsal {

    private record Key(int head, int label) {}

    @Override
    public void begin(Episode episode) {
        Random random = episode.random("greedy");
        for (int position : RandomOrder.of(episode.rows().size(), random)) {
            offer(episode.memory(), episode.rows().example(position), random);
        }
    }

    /** A full memory takes a row only of a class that has fewer than the largest, of which a random row goes. */
    static void offer(Memory memory, Example example, Random random) {
        if (memory.size() < memory.capacity()) {
            memory.put(memory.size(), new Memory.Place(example, 0));
            return;
        }
        Map<Key, Integer> sizes = new HashMap<>();
        memory.examples().forEach(each -> sizes.merge(key(each), 1, Integer::sum));
        int most = sizes.values().stream().max(Integer::compare).orElseThrow();
        if (sizes.getOrDefault(key(example), 0) < most) {
            List<Integer> largest = new ArrayList<>();
            for (int place = 0; place < memory.size(); place++) {
                if (sizes.get(key(memory.places().get(place).example())) == most) {
                    largest.add(place);
                }
            }
            memory.put(largest.get(random.nextInt(largest.size())), new Memory.Place(example, 0));
        }
    }

    private static Key key(Example example) {
        return new Key(example.head(), example.label());
    }

    @Override
    public boolean startsAfresh() {
        return true;
    }

    @Override
    public boolean trainsOnMemory() {
        return true;
    }

    @Override
    public void end(Episode episode) {
        // What is kept was chosen before.
    }
}
