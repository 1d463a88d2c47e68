package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The numbers of a result that a gate can ask for, by name and by what they are about, such as a task. */
final class GateValues {

    private final Map<String, Map<String, Double>> values = new LinkedHashMap<>();

    /** Adds a number; NaN for one that does not exist. */
    void put(String name, String about, double value) {
        values.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(about, value);
    }

    /** A number, NaN where it does not exist; empty where there is no such name. */
    Optional<Double> get(String name, String about) {
        return Optional.ofNullable(values.getOrDefault(name, Map.of()).get(about));
    }

    /** All names. */
    Set<String> names() {
        return values.keySet();
    }

    /** All that some number is about. */
    Set<String> abouts() {
        Set<String> all = new LinkedHashSet<>();
        values.values().forEach(one -> all.addAll(one.keySet()));
        return all;
    }
}
