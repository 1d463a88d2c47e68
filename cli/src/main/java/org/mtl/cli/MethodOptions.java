package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
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
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.PathPoint;
import org.mtl.influence.network.PseudoUpdates;
import org.mtl.influence.network.TrainedObjective;
import org.mtl.io.Numbers;
import picocli.CommandLine.Mixin;
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
    private static final String OUTER_PRODUCTS = "outer-products";
    private static final String LISSA = SeriesOptions.LISSA;
    private static final String ARNOLDI = "arnoldi";
    private static final String NEUMANN = SeriesOptions.NEUMANN;
    private static final String METASP = SeriesOptions.METASP;
    private static final String LUKETINA = "luketina";
    private static final String TRACIN = "tracin";
    private static final String GRAD_DOT = "grad-dot";
    private static final String GRAD_COS = "grad-cos";

    private static final List<String> OF_NETWORKS = List.of(EKFAC, KFAC, DATAINF, CG, GAUSS_NEWTON, OUTER_PRODUCTS, LISSA, ARNOLDI,
            NEUMANN, METASP, TRACIN, LUKETINA, GRAD_DOT, GRAD_COS);

    /** The methods whose curvature is damped. */
    private static final String[] DAMPED = {EKFAC, KFAC, DATAINF, CG, GAUSS_NEWTON, OUTER_PRODUCTS, LISSA, ARNOLDI};

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
                        + " the eigenbases of Kronecker factors; datainf, layer by layer the mean of rows' inverses; gauss-newton,"
                        + " cg and outer-products, by conjugate gradients on the Gauss-Newton matrix, the Hessian or the sum of"
                        + " the rows' outer products, which takes a pass over the rows for each step; lissa, a series on random"
                        + " batches; neumann, the first terms of a series on all rows; arnoldi, in the leading eigenspace of the"
                        + " Gauss-Newton matrix; metasp, not at all: the loss after a few steps of training on with the row"
                        + " weighted; tracin, not at all, but at each epoch that train --checkpoints kept, times its learning"
                        + " rate; luketina and grad-dot, by the identity, and grad-cos: products or cosines of gradients, in"
                        + " units of their own."
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
            description = "With cg, gauss-newton and outer-products: stop at this residual relative to the gradient. Default: 1e-6.")
    private Double tolerance;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            order = 29,
            description = "With cg, gauss-newton, outer-products and arnoldi: at most N steps. Default: 200.")
    private Integer iterations;

    @Option(names = "--arnoldi-rank", paramLabel = "N", order = 30, description = "With arnoldi: the eigenpairs that are kept. Default: 50.")
    private Integer rank;

    @Option(names = "--seed", paramLabel = "N", order = 31, description = "The seed of everything random. Default: 0.")
    private long seed;

    @Mixin
    private final SeriesOptions series = new SeriesOptions();

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
        put(given, "--damping", damping, DAMPED);
        put(given, "--fisher", fisher, EKFAC, KFAC, CG, GAUSS_NEWTON, LISSA, ARNOLDI);
        put(given, "--tolerance", tolerance, CG, GAUSS_NEWTON, OUTER_PRODUCTS);
        put(given, "--iterations", iterations, CG, GAUSS_NEWTON, OUTER_PRODUCTS, ARNOLDI);
        put(given, "--arnoldi-rank", rank, ARNOLDI);
        given.putAll(series.given());
        given.forEach((option, methods) -> {
            if (!methods.contains(word)) {
                throw MtlException.usage(option + " is an option of --method " + String.join(", ", new TreeSet<>(methods))
                        + ", found " + word);
            }
        });
    }

    static void put(Map<String, Set<String>> given, String option, Object value, String... methods) {
        if (value != null) {
            given.put(option, Set.of(methods));
        }
    }

    /** Whether scores are in the units of a validation loss. */
    static boolean hasUnits(String word) {
        return !Set.of(LUKETINA, GRAD_DOT, GRAD_COS, TRACIN).contains(word);
    }

    /** Whether a method adds up so many products that the rounding of 32 bits would stop it from converging. */
    static boolean needsDoubles(String word) {
        return Set.of(CG, GAUSS_NEWTON, OUTER_PRODUCTS).contains(word);
    }

    /** Whether scores are cosines. */
    static boolean isCosine(String word) {
        return word.equals(GRAD_COS);
    }

    /** Whether scores are sums over epochs. */
    static boolean goesOverEpochs(String word) {
        return word.equals(TRACIN);
    }

    /** Whether scores are sums over points that are computed from the model. */
    static boolean followsPath(String word) {
        return word.equals(METASP);
    }

    /** The points of a path, each with what it makes of the targets' gradients. */
    List<PathPoint> path(ModelNetworks networks, Dataset data, Split on, List<Integer> targets) {
        return PseudoUpdates.of(networks, data, on, targets, series.steps(seed));
    }

    /** Whether a method takes convolutions: it needs no factors of gradients. */
    static boolean takesImages(String word) {
        return word.equals(GRAD_DOT) || word.equals(TRACIN);
    }

    /** What the file of scores says of the options in effect. */
    Map<String, Object> facts(String word) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("method", word);
        if (List.of(DAMPED).contains(word)) {
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
            case OUTER_PRODUCTS -> ConjugateGradientInverse.ofOuterProducts(objective, damping(), stop());
            case LISSA -> new LissaInverse(objective, fisher(), damping(), series.recursion(seed));
            case NEUMANN -> series.neumann(objective, seed);
            default -> new IdentityInverse(objective.workers());
        };
    }

    private Damping damping() {
        return new Damping(numberOrAuto("--damping", damping));
    }

    private Fisher fisher() {
        return fisher == FisherWord.given ? Fisher.GIVEN : Fisher.sampled(seed);
    }

    /** Whether a method needs second derivatives of losses, or labels drawn with them. */
    boolean needsCurvature(String word) {
        return switch (word) {
            case EKFAC, KFAC -> fisher != FisherWord.given;
            case CG, GAUSS_NEWTON, LISSA, ARNOLDI, NEUMANN, METASP -> true;
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

    static int atLeastOne(String option, Integer value, int standard) {
        if (value != null && value < 1) {
            throw MtlException.usage(option + ": expected a whole number of at least 1, found " + value);
        }
        return value == null ? standard : value;
    }

    static OptionalDouble numberOrAuto(String option, String text) {
        if (text == null || text.equals("auto")) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Numbers.parse(text));
        } catch (NumberFormatException e) {
            throw MtlException.usage(option + ": expected auto or a number, found '" + text + "'");
        }
    }

    /** Checks all values before any work. */
    void check() {
        damping();
        stop();
        series.check();
        space();
    }
}
