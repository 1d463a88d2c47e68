package org.mtl.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.mtl.MtlException;
import org.mtl.io.NumberRoom;

/** Which tasks decide together what their labels are. */
final class LabelPools {

    /** The labels that one decision covers. */
    static final class Pool {
        private final String target;
        private final LabelCoder coder;
        private final List<TaskLabels> tasks = new ArrayList<>();

        private Pool(String target, Function<Pool, LabelCoder> coder) {
            this.target = target;
            this.coder = coder.apply(this);
        }

        /** The name of the target. */
        String target() {
            return target;
        }

        LabelCoder coder() {
            return coder;
        }

        List<TaskLabels> tasks() {
            return tasks;
        }

        private void replace(DoubleUnaryOperator function) {
            tasks.forEach(labels -> labels.replace(function));
        }

        /** The codes in all training rows, or in all rows where training rows are not known yet. */
        BitSet codes(Division division) {
            BitSet codes = new BitSet();
            tasks.forEach(labels -> labels.addCodes(division, codes));
            return codes;
        }
    }

    private final Roles roles;
    private final Optional<String> shared;
    private final boolean fractionsByType;
    private final Optional<Division.ByRow> known;
    private final NumberRoom room = new NumberRoom();
    private final Map<Object, Pool> pools = new LinkedHashMap<>();

    /**
     * Pools for the tasks of some data.
     *
     * @param shared the name of the target that all tasks share (long form); empty where each task has its own
     * @param fractionsByType whether labels come as a floating-point type
     * @param known the splits of the rows, where they are known before the labels
     */
    LabelPools(Roles roles, Optional<String> shared, boolean fractionsByType, Optional<Division.ByRow> known) {
        this.roles = roles;
        this.shared = shared;
        this.fractionsByType = fractionsByType;
        this.known = known;
    }

    /**
     * Makes a task known and gives its labels, still empty.
     *
     * @param width o, the number of values of a label; labels of more than one are numbers, whatever kind is asked for
     * @throws MtlException (USAGE) if one label is asked for against all others, and labels have several values
     */
    TaskLabels add(String task, int width) {
        if (width > 1 && roles.positive().isPresent()) {
            throw MtlException.usage("--positive: target " + Cells.quote(shared.orElse(task)) + " is a vector of " + width
                    + " numbers and has no classes");
        }
        TargetKinds kinds = roles.kinds();
        Optional<List<String>> fixed = fixed(task, kinds);
        Object decision = roles.positive().<Object>map(label -> label)
                .orElseGet(() -> fixed.<Object>map(list -> list).orElseGet(() -> kinds.of(task)));
        Pool pool = pools.computeIfAbsent(shared.isPresent() ? decision : task,
                key -> new Pool(shared.orElse(task), owner -> width > 1 ? new LabelCoder.Plain()
                        : coder(owner, fixed, kinds.of(task))));
        TaskLabels labels = new TaskLabels(pool, room, width, known);
        pool.tasks.add(labels);
        return labels;
    }

    private Optional<List<String>> fixed(String task, TargetKinds kinds) {
        Optional<List<String>> own = Optional.ofNullable(kinds.classes().get(task));
        if (own.isPresent() || shared.isEmpty() || kinds.byTask().containsKey(task)) {
            return own;
        }
        return kinds.classes().entrySet().stream().min(Map.Entry.comparingByKey()).map(Map.Entry::getValue);
    }

    private LabelCoder coder(Pool owner, Optional<List<String>> fixed, TargetKind kind) {
        if (roles.positive().isPresent()) {
            return FixedClasses.positive(roles.positive().get());
        }
        if (fixed.isPresent()) {
            return FixedClasses.of(fixed.get());
        }
        return kind == TargetKind.NUMBER ? new LabelCoder.Plain() : new DistinctLabels(kind, fractionsByType, owner::replace);
    }

    /** All pools, in the order of their first tasks. */
    Iterable<Pool> all() {
        return pools.values();
    }
}
