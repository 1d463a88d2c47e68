package org.mtl.continual;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The strategies by name. */
public enum RehearsalMethod {
    /** {@link Finetuning}. */
    NONE(false, Finetuning::new),
    /** {@link JointTraining}. */
    JOINT(false, JointTraining::new),
    /** {@link ExperienceReplay}. */
    ER(true, ExperienceReplay::new),
    /** {@link GreedyBalance}. */
    GDUMB(true, GreedyBalance::new),
    /** {@link Gem}. */
    GEM(true, Gem::new),
    /** {@link AveragedGem}. */
    AGEM(true, AveragedGem::new),
    /** {@link GradientSelection}. */
    GSS(true, GradientSelection::new),
    /** {@link InterferedRetrieval}. */
    MIR(true, InterferedRetrieval::new),
    /** {@link HindsightAnchoring}. */
    HAL(true, HindsightAnchoring::new),
    /** {@link EditedReplay}. */
    GMED(true, EditedReplay::new),
    /** {@link MetaSp} with a uniform sample as memory. */
    METASP(true, () -> new MetaSp(false)),
    /** {@link MetaSp} with rehearsal selection. */
    METASP_REHSEL(true, () -> new MetaSp(true));

    private final boolean remembers;
    private final Supplier<Rehearsal> strategy;

    RehearsalMethod(boolean remembers, Supplier<Rehearsal> strategy) {
        this.remembers = remembers;
        this.strategy = strategy;
    }

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The method of a word. */
    public static Optional<RehearsalMethod> of(String word) {
        return Arrays.stream(values()).filter(method -> method.label().equals(word)).findFirst();
    }

    /** All words. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(RehearsalMethod::label).toList();
    }

    /** Whether it keeps rows of earlier tasks. */
    public boolean remembers() {
        return remembers;
    }

    /** Whether it measures influences, and leaves the first epochs of a task to the new rows alone. */
    public boolean measuresInfluence() {
        return this == METASP || this == METASP_REHSEL;
    }

    Rehearsal strategy() {
        return strategy.get();
    }
}
