package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.mtl.MtlException;
import org.mtl.influence.network.ArnoldiInverse;
import org.mtl.influence.network.ConjugateGradientInverse;
import org.mtl.influence.network.CurvatureInverse;
import org.mtl.influence.network.Damping;
import org.mtl.influence.network.DataInfInverse;
import org.mtl.influence.network.EkfacInverse;
import org.mtl.influence.network.Fisher;
import org.mtl.influence.network.IdentityInverse;
import org.mtl.influence.network.KfacInverse;
import org.mtl.influence.network.LissaInverse;
import org.mtl.influence.network.TrainedObjective;
import org.mtl.io.Numbers;
import picocli.CommandLine.Option;

/** How the curvature is inverted. An option that was not given is null, so that methods without it can refuse it. */
final class MethodOptions {

    /** The method of linear models. */
    static final String EXACT = "exact";

    private static final String EKFAC = "ekfac";
    private static final String KFAC = "kfac";
    private static final String DATAINF = "datainf";
    private static final String CG = "cg";
    private static final String GAUSS_NEWTON = "gauss-newton";
    private static final String LISSA = "lissa";
    private static final String ARNOLDI = "arnoldi";
    private static final String TRACIN = "tracin";
    private static final String GRAD_DOT = "grad-dot";
    private static final String GRAD_COS = "grad-cos";

    private static final List<String> OF_NETWORKS = 
            List.of(EKFAC, KFAC, DATAINF, CG, GAUSS_NEWTON, LISSA, ARNOLDI, TRACIN, GRAD_DOT, GRAD_COS);

    /** The words of {@code --fisher}. */
    enum FisherWord {
        sampled,
        given
    }

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            order = 20,
            description = {
                "How the curvature is inverted. Linear models: exact. Networks: ekfac (their default) and kfac, layer by layer in"
                        + " the eigenbases of Kronecker factors; datainf, layer by layer the mean of rows' inverses; gauss-newton"
                        + " and cg, by conjugate gradients on the Gauss-Newton matrix or the Hessian, which is no approximation"
                        + " and takes a pass over the rows for each step; lissa, a series on random batches;"
                        + " arnoldi, in the leading eigenspace of the Gauss-Newton matrix; tracin, not at all, but at each epoch"
                        + " that train --checkpoints kept, times its learning rate; grad-dot and grad-cos, not at all: products or cosines of gradients, in units of their own."
            })
    private String method;

    @Option(
            names = "--damping",
            paramLabel = "V|auto",
            order = 27,
            description = "Networks: what is added to the curvature's diagonal beside the weight decay. Default: auto, a tenth of"
                    + " its mean eigenvalue, with ekfac, kfac and datainf for each layer.")
    private String damping;

    @Option(
            names = "--fisher",
            paramLabel = "sampled|given",
            order = 28,
            description = "Networks, ekfac, kfac and auto damping but of datainf: curvature with labels drawn from what the network predicts"
                    + " (sampled, the default, from --seed) or with those of the data (given).")
    private FisherWord fisher;

    @Option(
            names = "--tolerance",
            paramLabel = "V",
            order = 29,
            description = "With cg and gauss-newton: stop at this residual relative to the gradient. Default: 1e-6.")
    private Double tolerance;

    @Option(names = "--iterations", paramLabel = "N", order = 29, description = "With cg, gauss-newton and arnoldi: at most N steps. Default: 200.")
    private Integer iterations;

    @Option(names = "--arnoldi-rank", paramLabel = "N", order = 30, description = "With arnoldi: the eigenpairs that are kept. Default: 50.")
    private Integer rank;

    @Option(names = "--lissa-depth", paramLabel = "N", order = 30, description = "With lissa: the terms of a series. Default: 1000.")
    private Integer depth;

    @Option(names = "--lissa-repeats", paramLabel = "N", order = 30, description = "With lissa: take the mean of N series. Default: 1.")
    private Integer repeats;

    @Option(names = "--lissa-batch", paramLabel = "N", order = 30, description = "With lissa: the rows of a batch. Default: 256.")
    private Integer batch;

    @Option(
            names = "--lissa-scale",
            paramLabel = "V|auto",
            order = 30,
            description = "With lissa: what the curvature is divided by, above half its largest eigenvalue on any batch. Default:"
                    + " auto, one and a half times an estimate of the largest.")
    private String scale;

    @Option(names = "--seed", paramLabel = "N", order = 31, description = "The seed of everything random. Default: 0.")
    private long seed;

    /** A method with its default settings; without a word the default method. */
    static MethodOptions of(Optional<String> word) {
        MethodOptions options = new MethodOptions();
        options.method = word.orElse(null);
        return options;
    }

    /**
     * The word of the method in effect.
     *
     * @param network whether models are networks
     * @throws MtlException (USAGE) for a word that is none, and for a method or an option of the other kind of models
     */
    String word(boolean network) {
        String word = method == null ? network ? EKFAC : EXACT : method;
        if (!word.equals(EXACT) && !OF_NETWORKS.contains(word)) {
            throw MtlException.usage("--method: expected " + EXACT + ", or of networks " + String.join(", ", OF_NETWORKS)
                    + ", found '" + word + "'");
        }
        if (network && word.equals(EXACT)) {
            throw MtlException.usage("--method exact is for linear models; of networks expected " + String.join(", ", OF_NETWORKS));
        }
        if (!network && !word.equals(EXACT)) {
            throw MtlException.usage("--method " + word + " is for networks; of a linear model expected exact");
        }
        requireSuited(word);
        return word;
    }

    /** Which methods each option that was given belongs to. */
    private void requireSuited(String word) {
        Map<String, Set<String>> given = new LinkedHashMap<>();
        put(given, "--damping", damping, EKFAC, KFAC, DATAINF, CG, GAUSS_NEWTON, LISSA, ARNOLDI);
        put(given, "--fisher", fisher, EKFAC, KFAC, CG, GAUSS_NEWTON, LISSA, ARNOLDI);
        put(given, "--tolerance", tolerance, CG, GAUSS_NEWTON);
        put(given, "--iterations", iterations, CG, GAUSS_NEWTON, ARNOLDI);
        put(given, "--arnoldi-rank", rank, ARNOLDI);
        put(given, "--lissa-depth", depth, LISSA);
        put(given, "--lissa-repeats", repeats, LISSA);
        put(given, "--lissa-batch", batch, LISSA);
        put(given, "--lissa-scale", scale, LISSA);
        given.forEach((option, methods) -> {
            if (!methods.contains(word)) {
                throw MtlException.usage(option + " is an option of --method " + String.join(", ", new TreeSet<>(methods))
                        + ", found " + word);
            }
        });
    }

    private static void put(Map<String, Set<String>> given, String option, Object value, String... methods) {
        if (value != null) {
            given.put(option, Set.of(methods));
        }
    }

    /** Whether scores are in the units of a validation loss. */
    static boolean hasUnits(String word) {
        return !word.equals(GRAD_DOT) && !word.equals(GRAD_COS) && !word.equals(TRACIN);
    }

    /** Whether a method adds up so many products that the rounding of 32 bits would stop it from converging. */
    static boolean needsDoubles(String word) {
        return word.equals(CG) || word.equals(GAUSS_NEWTON);
    }

    /** Whether scores are cosines. */
    static boolean isCosine(String word) {
        return word.equals(GRAD_COS);
    }

    /** Whether scores are sums over epochs. */
    static boolean goesOverEpochs(String word) {
        return word.equals(TRACIN);
    }

    /** Whether a method takes convolutions: it needs no factors of gradients. */
    static boolean takesImages(String word) {
        return word.equals(GRAD_DOT) || word.equals(TRACIN);
    }

    /** What the file of scores says of the options in effect. */
    Map<String, Object> facts(String word) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("method", word);
        if (hasUnits(word)) {
            facts.put("damping", damping == null ? "auto" : damping);
        }
        return facts;
    }

    /** The method's inverse of a network's curvature. */
    CurvatureInverse inverse(String word, TrainedObjective objective) {
        return switch (word) {
            case EKFAC -> EkfacInverse.of(objective, fisher(), damping());
            case KFAC -> KfacInverse.of(objective, fisher(), damping());
            case DATAINF -> new DataInfInverse(objective, damping());
            case CG -> ConjugateGradientInverse.ofHessian(objective, fisher(), damping(), stop());
            case GAUSS_NEWTON -> ConjugateGradientInverse.ofGaussNewton(objective, fisher(), damping(), stop());
            case ARNOLDI -> new ArnoldiInverse(objective, fisher(), damping(), space());
            case LISSA -> new LissaInverse(objective, fisher(), damping(), recursion());
            default -> new IdentityInverse(objective.workers());
        };
    }

    private Damping damping() {
        return damping == null || damping.equals("auto") ? Damping.AUTO : Damping.of(number("--damping", damping));
    }

    private Fisher fisher() {
        return fisher == FisherWord.given ? Fisher.GIVEN : Fisher.sampled(seed);
    }

    /** Whether a method needs second derivatives of losses, or labels drawn with them. */
    boolean needsCurvature(String word) {
        return switch (word) {
            case EKFAC, KFAC -> fisher != FisherWord.given;
            case CG, GAUSS_NEWTON, LISSA, ARNOLDI -> true;
            default -> false;
        };
    }

    private ConjugateGradientInverse.Stop stop() {
        if (tolerance != null && !(tolerance > 0 && tolerance < 1)) {
            throw MtlException.usage("--tolerance: expected a number above 0 and below 1, found " + Numbers.format(tolerance));
        }
        return new ConjugateGradientInverse.Stop(tolerance == null ? 1e-6 : tolerance, atLeastOne("--iterations", iterations, 200));
    }

    private ArnoldiInverse.Space space() {
        return new ArnoldiInverse.Space(atLeastOne("--iterations", iterations, 200), atLeastOne("--arnoldi-rank", rank, 50), seed);
    }

    private LissaInverse.Recursion recursion() {
        OptionalDouble fixed = scale == null || scale.equals("auto")
                ? OptionalDouble.empty() : OptionalDouble.of(number("--lissa-scale", scale));
        if (fixed.isPresent() && !(fixed.getAsDouble() > 0)) {
            throw MtlException.usage("--lissa-scale: expected auto or a number above 0, found '" + scale + "'");
        }
        return new LissaInverse.Recursion(atLeastOne("--lissa-depth", depth, 1000), atLeastOne("--lissa-repeats", repeats, 1),
                atLeastOne("--lissa-batch", batch, 256), fixed, seed);
    }

    private static int atLeastOne(String option, Integer value, int standard) {
        if (value != null && value < 1) {
            throw MtlException.usage(option + ": expected a whole number of at least 1, found " + value);
        }
        return value == null ? standard : value;
    }

    private static double number(String option, String text) {
        try {
            return Numbers.parse(text);
        } catch (NumberFormatException e) {
            throw MtlException.usage(option + ": expected auto or a number, found '" + text + "'");
        }
    }

    /** Checks all values before any work. */
    void check() {
        damping();
        stop();
        recursion();
        space();
    }
}
