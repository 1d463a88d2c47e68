package org.mtl.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition of items 0, …, n − 1 into clusters.
 *
 * @param labels the cluster of each item; clusters are numbered from 0 in the order of their first item
 */
public record Clustering(int[] labels) {

    /** Copies, and numbers the clusters anew in the order of their first item. */
    public Clustering {
        Map<Integer, Integer> numbers = new HashMap<>();
        labels = Arrays.stream(labels).map(label -> numbers.computeIfAbsent(label, key -> numbers.size())).toArray();
    }

    /** The number of clusters. */
    public int size() {
        return Arrays.stream(labels).max().orElse(-1) + 1;
    }

    /** The items of each cluster, ascending. */
    public List<int[]> clusters() {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int item = 0; item < labels.length; item++) {
            if (labels[item] == clusters.size()) {
                clusters.add(new ArrayList<>());
            }
            clusters.get(labels[item]).add(item);
        }
        return clusters.stream().map(items -> items.stream().mapToInt(i -> i).toArray()).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Clustering that && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return Arrays.toString(labels);
    }
}
