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
import org.mtl.influence.network.ArrowInverse;
import org.mtl.influence.network.BlockChoice;
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
import org.mtl.influence.network.TrakModel;
import org.mtl.io.Numbers;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the curvature is inverted. An option that was not given is null, so that methods without it can refuse it. */
final class MethodOptions {

    /** The words of {@code --fisher}. */
    enum FisherWord {
        sampled,
        given
    }

    /** The words of {@code --coupling}. */
    enum Coupling {
        none,
        arrow
    }

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            order = 20,
            description = {
                "How the curvature is inverted. Linear models: exact. Networks: ekfac (their default) and kfac, layer by layer in"
                        + " the eigenbases of Kronecker factors; datainf, layer by layer the mean of rows' inverses; gauss-newton,"
                        + " cg and outer-products, by conjugate gradients on the Gauss-Newton matrix, the Hessian or the sum of"
                        + " the rows' outer products (larsen is the same), which takes a pass over the rows for each step; lissa, a series on random"
                        + " batches; neumann, the first terms of a series on all rows; arnoldi, in the leading eigenspace of the"
                        + " Gauss-Newton matrix; trak, through random projections of gradients; source, the steps of"
                        + " training unrolled between the epochs that train --checkpoints kept, with ekfac's curvature; metasp, not at all: the loss after a few steps of training on with the row"
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
                    + " its mean eigenvalue, with ekfac, kfac and datainf for each layer; with trak 0.")
    private String damping;

    @Option(
            names = "--fisher",
            paramLabel = "sampled|given",
            order = 28,
            description = "Networks, ekfac, kfac and auto damping but of datainf: curvature with labels drawn from what the network predicts"
                    + " (sampled, the default, from --seed) or with those of the data (given).")
    private FisherWord fisher;

    @Option(
            names = "--coupling",
            paramLabel = "none|arrow",
            order = 28,
            description = "With ekfac, kfac and gauss-newton: arrow eliminates the heads first, by conjugate gradients, so that what"
                    + " heads and shared layers have to do with each other counts with ekfac and kfac too. Default: none.")
    private Coupling coupling;

    @Option(
            names = "--blocks",
            paramLabel = "all|shared|heads|LAYER,...",
            order = 28,
            description = "Networks: the parameters that a row moves, all (the default), those that tasks share, those of heads, or"
                    + " layers such as trunk.1; the others stay as they are. Of images and words most methods take heads and dense"
                    + " layers.")
    private String blocks;

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

    @Mixin
    private final ProjectionOptions projection = new ProjectionOptions();

    /** A method with its default settings; without a word the default method. */
    static MethodOptions of(Optional<String> word) {
        MethodOptions options = new MethodOptions();
        options.method = word.orElse(null);
        return options;
    }

    /**
     * The word of the method in effect, of two names for one the first.
     *
     * @param network whether models are networks
     * @throws MtlException (USAGE) for a word that is none, and for a method or an option of the other kind of models
     */
    String word(boolean network) {
        String word = method == null ? network ? MethodWords.EKFAC : MethodWords.EXACT : method;
        if (!word.equals(MethodWords.EXACT) && !MethodWords.OF_NETWORKS.contains(word)) {
            throw MtlException.usage("--method: expected " + MethodWords.EXACT + ", or of networks " + String.join(", ", MethodWords.OF_NETWORKS)
                    + ", found '" + word + "'");
        }
        if (network && word.equals(MethodWords.EXACT)) {
            throw MtlException.usage("--method exact is for linear models; of networks expected " + String.join(", ", MethodWords.OF_NETWORKS));
        }
        if (!network && !word.equals(MethodWords.EXACT)) {
            throw MtlException.usage("--method " + word + " is for networks; of a linear model expected exact");
        }
        String computed = word.equals(MethodWords.LARSEN) ? MethodWords.OUTER_PRODUCTS : word;
        requireSuited(computed);
        return computed;
    }

    /** Which methods each option that was given belongs to. */
    private void requireSuited(String word) {
        Map<String, Set<String>> given = new LinkedHashMap<>();
        put(given, "--damping", damping, MethodWords.DAMPED);
        put(given, "--fisher", fisher, MethodWords.EKFAC, MethodWords.KFAC, MethodWords.CG, MethodWords.GAUSS_NEWTON, MethodWords.LISSA, MethodWords.ARNOLDI, MethodWords.SOURCE);
        put(given, "--coupling", coupling, MethodWords.EKFAC, MethodWords.KFAC, MethodWords.GAUSS_NEWTON);
        put(given, "--blocks", blocks, MethodWords.OF_NETWORKS.toArray(new String[0]));
        put(given, "--tolerance", tolerance, MethodWords.CG, MethodWords.GAUSS_NEWTON, MethodWords.OUTER_PRODUCTS);
        put(given, "--iterations", iterations, MethodWords.CG, MethodWords.GAUSS_NEWTON, MethodWords.OUTER_PRODUCTS, MethodWords.ARNOLDI);
        put(given, "--arnoldi-rank", rank, MethodWords.ARNOLDI);
        given.putAll(series.given());
        given.putAll(projection.given());
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

    SeriesOptions series() {
        return series;
    }

    ProjectionOptions projection() {
        return projection;
    }

    /** The seed of everything random. */
    long seed() {
        return seed;
    }

    /** What the file of scores says of the options in effect. */
    Map<String, Object> facts(String word) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("method", word);
        if (blocks != null) {
            facts.put("blocks", blocks);
        }
        if (List.of(MethodWords.DAMPED).contains(word)) {
            facts.put("damping", damping == null ? MethodWords.projects(word) ? "0" : "auto" : damping);
        }
        return facts;
    }

    /** The method's inverse of a network's curvature. */
    CurvatureInverse inverse(String word, TrainedObjective objective) {
        return switch (word) {
            case MethodWords.EKFAC, MethodWords.KFAC -> kronecker(word, objective);
            case MethodWords.DATAINF -> new DataInfInverse(objective, damping());
            case MethodWords.CG -> ConjugateGradientInverse.ofHessian(objective, fisher(), damping(), stop());
            case MethodWords.GAUSS_NEWTON -> isArrow() ? ArrowInverse.ofGaussNewton(objective, fisher(), damping(), stop())
                    : ConjugateGradientInverse.ofGaussNewton(objective, fisher(), damping(), stop());
            case MethodWords.ARNOLDI -> new ArnoldiInverse(objective, fisher(), damping(), space());
            case MethodWords.OUTER_PRODUCTS -> ConjugateGradientInverse.ofOuterProducts(objective, damping(), stop());
            case MethodWords.LISSA -> new LissaInverse(objective, fisher(), damping(), series.recursion(seed));
            case MethodWords.NEUMANN -> series.neumann(objective, seed);
            default -> new IdentityInverse(objective.workers());
        };
    }

    /** Whether heads are eliminated before the rest. */
    boolean isArrow() {
        return coupling == Coupling.arrow;
    }

    private CurvatureInverse kronecker(String word, TrainedObjective objective) {
        if (isArrow()) {
            return ArrowInverse.ofFactors(objective, word, fisher(), damping(), stop());
        }
        return word.equals(MethodWords.EKFAC) ? EkfacInverse.of(objective, fisher(), damping())
                : KfacInverse.of(objective, fisher(), damping());
    }

    /** The parameters that influence goes through. */
    BlockChoice blocks() {
        return blocks == null ? BlockChoice.ALL : new BlockChoice(Lists.parse("--blocks", blocks));
    }

    /** That of projected curvature, which is 0 if nothing else is asked for. */
    Damping projectedDamping() {
        return damping == null ? Damping.of(0) : damping();
    }

    private Damping damping() {
        return new Damping(numberOrAuto("--damping", damping));
    }

    /** With which labels curvature is taken. */
    Fisher fisher() {
        return fisher == FisherWord.given ? Fisher.GIVEN : Fisher.sampled(seed);
    }

    /** Whether a method needs second derivatives of losses, or labels drawn with them. */
    boolean needsCurvature(String word) {
        return switch (word) {
            case MethodWords.EKFAC, MethodWords.KFAC, MethodWords.SOURCE -> fisher != FisherWord.given;
            case MethodWords.CG, MethodWords.GAUSS_NEWTON, MethodWords.LISSA, MethodWords.ARNOLDI, MethodWords.NEUMANN, MethodWords.METASP -> true;
            case MethodWords.TRAK -> projection.weights() == TrakModel.Weights.CURVATURE;
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
        projection.check();
        space();
    }
}
