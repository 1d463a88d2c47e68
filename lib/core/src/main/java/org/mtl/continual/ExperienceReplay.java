package org.mtl.continual;

/** {@code er}: each step is on the new rows and as many of the memory, together (Chaudhry et al. 2019, "Tiny episodic memories"). */
record ExperienceReplay() implements Rehearsal {

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        episode.learner().descend(episode.rehearses(position.epoch()) ? fresh.and(episode.replayed()) : fresh);
        episode.learner().take();
    }
}
