package org.mtl.continual;

/**
 * {@code agem}: a gradient that conflicts with that of a batch of the memory loses what conflicts (Chaudhry et al. 2019,
 * "Efficient lifelong learning with A-GEM", Eq. 11).
 */
record AveragedGem() implements Rehearsal {

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        Learner learner = episode.learner();
        if (episode.rehearses(position.epoch())) {
            learner.descend(episode.replayed());
            double[] reference = learner.gradient();
            learner.descend(fresh);
            double[] gradient = learner.gradient();
            if (project(gradient, reference)) {
                learner.setGradient(gradient);
            }
        } else {
            learner.descend(fresh);
        }
        learner.take();
    }

    /**
     * g − (g·r/‖r‖²)r where g·r &lt; 0.
     *
     * @param gradient g, replaced by the result, for which g·r = 0 to rounding
     * @param reference r
     * @return whether it was changed
     */
    static boolean project(double[] gradient, double[] reference) {
        double product = Vectors.dot(gradient, reference);
        if (product >= 0) {
            return false;
        }
        Vectors.add(gradient, -product / Vectors.dot(reference, reference), reference);
        return true;
    }
}
