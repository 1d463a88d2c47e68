package org.mtl.continual;

import java.util.ArrayList;
import java.util.List;

/** {@code joint}: from fresh parameters on all rows of all tasks so far, which a stream would not have: what could be had. */
record JointTraining() implements Rehearsal {

    @Override
    public List<TaskRows> training(Episode episode) {
        List<TaskRows> all = new ArrayList<>(episode.earlier());
        all.add(episode.rows());
        return all;
    }

    @Override
    public boolean startsAfresh() {
        return true;
    }

    @Override
    public void end(Episode episode) {
        // Nothing is kept.
    }
}
