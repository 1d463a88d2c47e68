package org.mtl.continual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The rows of earlier tasks that are kept: at most M, in places 0, 1, …. */
public final class Memory {

    /**
     * A place.
     *
     * @param example what it holds
     * @param score the mean influence of the row, large is harmful; 0 where none is known
     */
    public record Place(Example example, double score) {}

    private final int capacity;
    private final List<Place> places;
    private final List<Example> anchors;
    private long seen;

    /** An empty memory of M places. */
    public Memory(int capacity) {
        this(capacity, List.of(), List.of(), 0);
    }

    /** A memory of M places with what is in another one. */
    Memory(int capacity, Memory other) {
        this(capacity, other.places, other.anchors, other.seen);
    }

    /**
     * A memory as it was.
     *
     * @param anchors inputs that are kept beside the rows
     * @param seen how many rows the stream had until then
     */
    Memory(int capacity, List<Place> places, List<Example> anchors, long seen) {
        this.capacity = capacity;
        this.places = new ArrayList<>(places);
        this.anchors = new ArrayList<>(anchors);
        this.seen = seen;
    }

    /** M. */
    public int capacity() {
        return capacity;
    }

    /** How many places are taken. */
    public int size() {
        return places.size();
    }

    /** What is kept. */
    public List<Place> places() {
        return Collections.unmodifiableList(places);
    }

    /** The examples that are kept. */
    public List<Example> examples() {
        return places.stream().map(Place::example).toList();
    }

    /** Inputs that are kept beside the rows, and are none of them. */
    List<Example> anchors() {
        return Collections.unmodifiableList(anchors);
    }

    /** Keeps a further anchor. */
    void anchor(Example anchor) {
        anchors.add(anchor);
    }

    /** How many rows of the stream were offered. */
    long seen() {
        return seen;
    }

    /** Puts other rows in the place of all that are kept. */
    void replace(List<Place> others) {
        if (others.size() > capacity) {
            throw new IllegalArgumentException(others.size() + " rows for " + capacity + " places");
        }
        List<Place> copy = List.copyOf(others);
        places.clear();
        places.addAll(copy);
    }

    /**
     * The place that the next row of the stream takes (reservoir sampling, Vitter 1985, algorithm R): after n ≥ M rows each of
     * them is kept with probability M/n.
     *
     * @return a place, or −1 where the row is passed over
     */
    int offer(Random random) {
        seen++;
        if (places.size() < capacity) {
            return places.size();
        }
        long place = (long) (random.nextDouble() * seen);
        return place < capacity ? (int) place : -1;
    }

    /** Stores a row in a place that is taken, or in the first that is free. */
    void put(int place, Place row) {
        if (place == places.size() && place < capacity) {
            places.add(row);
        } else {
            places.set(place, row);
        }
    }

    /** So many different places, each set as likely; all of them, in order, where there are no more. */
    int[] draw(int count, Random random) {
        int[] order = new int[places.size()];
        Arrays.setAll(order, i -> i);
        if (count >= order.length) {
            return order;
        }
        for (int i = 0; i < count; i++) {
            int at = i + random.nextInt(order.length - i);
            int place = order[at];
            order[at] = order[i];
            order[i] = place;
        }
        return Arrays.copyOf(order, count);
    }

    /** The rows in some places. */
    Rows rows(int[] chosen) {
        return Rows.of(Arrays.stream(chosen).mapToObj(place -> places.get(place).example()).toList());
    }
}
