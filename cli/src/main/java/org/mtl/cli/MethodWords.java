package org.mtl.cli;

import java.util.List;
import java.util.Set;

/** The words of {@code influence --method}, and what kind of method each is. */
final class MethodWords {

    /** The method of linear models. */
    static final String EXACT = "exact";

    static final String EKFAC = "ekfac";
    static final String KFAC = "kfac";
    static final String DATAINF = "datainf";
    static final String CG = "cg";
    static final String GAUSS_NEWTON = "gauss-newton";
    static final String OUTER_PRODUCTS = "outer-products";
    /** [3]'s name for {@link #OUTER_PRODUCTS}. */
    static final String LARSEN = "larsen";
    static final String LISSA = SeriesOptions.LISSA;
    static final String ARNOLDI = "arnoldi";
    static final String NEUMANN = SeriesOptions.NEUMANN;
    static final String METASP = SeriesOptions.METASP;
    static final String SOURCE = SeriesOptions.SOURCE;
    static final String TRAK = ProjectionOptions.TRAK;
    static final String LUKETINA = "luketina";
    static final String TRACIN = "tracin";
    static final String GRAD_DOT = "grad-dot";
    static final String GRAD_COS = "grad-cos";

    static final List<String> OF_NETWORKS = List.of(EKFAC, KFAC, DATAINF, CG, GAUSS_NEWTON, OUTER_PRODUCTS, LARSEN, LISSA,
            ARNOLDI, NEUMANN, TRAK, SOURCE, METASP, TRACIN, LUKETINA, GRAD_DOT, GRAD_COS);

    /** The methods whose curvature is damped. */
    static final String[] DAMPED = {EKFAC, KFAC, DATAINF, CG, GAUSS_NEWTON, OUTER_PRODUCTS, LISSA, ARNOLDI, TRAK};

    private MethodWords() {}

    /** Whether scores are in the units of a validation loss. */
    static boolean hasUnits(String word) {
        return !Set.of(TRAK, LUKETINA, GRAD_DOT, GRAD_COS, TRACIN).contains(word);
    }

    /** Whether a method adds up so many products that the rounding of 32 bits would stop it from converging. */
    static boolean needsDoubles(String word) {
        return Set.of(CG, GAUSS_NEWTON, OUTER_PRODUCTS).contains(word);
    }

    /** Whether scores are cosines. */
    static boolean isCosine(String word) {
        return word.equals(GRAD_COS);
    }

    /** Whether scores have no {@code --normalize kept}: cosines have no weight, and products of means none to change. */
    static boolean isFixed(String word) {
        return isCosine(word) || projects(word);
    }

    /** Whether scores are sums over epochs. */
    static boolean goesOverEpochs(String word) {
        return word.equals(TRACIN);
    }

    /** Whether scores are sums over points that are computed from the model. */
    static boolean followsPath(String word) {
        return word.equals(METASP) || word.equals(SOURCE);
    }

    /** Whether a method projects gradients. */
    static boolean projects(String word) {
        return word.equals(TRAK);
    }

    /** Whether a method takes convolutions: it needs no factors of gradients. */
    static boolean takesImages(String word) {
        return word.equals(GRAD_DOT) || word.equals(TRACIN);
    }
}
