package org.mtl.continual;

/** {@code none}: training goes on with each task's own rows, and nothing is kept. What all strategies are to be better than. */
record Finetuning() implements Rehearsal {

    @Override
    public void end(Episode episode) {
        // Nothing is kept.
    }
}
