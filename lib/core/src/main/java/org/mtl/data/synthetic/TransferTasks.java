package org.mtl.data.synthetic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;

/**
 * A target task and sources that transfer to it or interfere with it (METHODS §10, [4] Figs. 3, 8, 9): rows x = Tg with
 * g ~ N(0, I), and y = Σ_j f(θ_j'x) + σ·N(0, 1).
 *
 * <p>Draws of one task depend neither on the other tasks nor on its number of rows: more rows begin with the same ones.
 *
 * @param tasks the target, then the sources
 * @param response f, and what is made of its sum
 * @param sizes how many rows there are
 * @param noise σ, at least 0
 * @param seed the user's seed
 */
public record TransferTasks(List<Task> tasks, Response response, Sizes sizes, double noise, long seed) {

    /** The name of the target. */
    public static final String TARGET = "target";

    /** The large value κ of [4] Section 2.3. */
    private static final double LARGE = 100;

    /**
     * A task.
     *
     * @param name its name
     * @param transform T, d × d; empty for the identity
     * @param coefficients θ_j, an array for each
     */
    public record Task(String name, double[][] transform, double[][] coefficients) {}

    /** What targets are. */
    public enum Response {
        /** Σ θ_j'x + noise. */
        LINEAR,
        /** Σ max(0, θ_j'x) + noise. */
        RELU,
        /** 1 where the linear one is above 0, else 0. */
        CLASSES;

        /** The word that options use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Numbers of rows.
     *
     * @param target training rows of the target
     * @param source training rows of each source
     * @param other validation rows, and as many test rows, of each task
     */
    public record Sizes(int target, int source, int other) {

        /**
         * Checks them.
         *
         * @throws MtlException (USAGE) naming the option of one that is below 1
         */
        public Sizes {
            DuanWang.requireCount("--target-rows", target);
            DuanWang.requireCount("--source-rows", source);
            DuanWang.requireCount("--test-rows", other);
        }
    }

    /**
     * Checks the noise.
     *
     * @throws MtlException (USAGE) if it is below 0
     */
    public TransferTasks {
        tasks = List.copyOf(tasks);
        if (!(noise >= 0 && Double.isFinite(noise))) {
            throw MtlException.usage("--noise: expected a finite number of at least 0, found " + Numbers.format(noise));
        }
    }

    /**
     * [4] Section 2.3: x = QDg with D = {@value #LARGE} on a tenth of the coordinates, else 1. The target and {@code same} have
     * the same Q and D, {@code subspace} has the large values on other coordinates, {@code rotation} another Q, {@code both}
     * both. Sources have one θ₂, at a cosine to the target's θ₁.
     *
     * @param dimension d, at least 2
     */
    public static TransferTasks covariance(int dimension, double cosine, Response response, Sizes sizes, double noise, long seed) {
        requireDimension(dimension, 2);
        double[][] basis = Orthonormal.draw(Seeds.random(seed, "covariance:coefficients"), 2, dimension);
        double[][] target = {basis[0]};
        double[][] source = {mixed(basis[0], basis[1], cosine)};
        int wide = Math.max(1, dimension / 10);
        List<double[][]> rotations = List.of(Orthonormal.draw(Seeds.random(seed, "covariance:rotation:1"), dimension, dimension),
                Orthonormal.draw(Seeds.random(seed, "covariance:rotation:2"), dimension, dimension));
        double[][] same = transform(rotations.get(0), 0, wide);
        return new TransferTasks(List.of(new Task(TARGET, same, target), new Task("same", same, source),
                new Task("subspace", transform(rotations.get(0), wide, wide), source),
                new Task("rotation", transform(rotations.get(1), 0, wide), source),
                new Task("both", transform(rotations.get(1), wide, wide), source)), response, sizes, noise, seed);
    }

    /** QD with the large values on some coordinates; orthonormal rows make an orthonormal matrix. */
    private static double[][] transform(double[][] rotation, int first, int wide) {
        int dimension = rotation.length;
        double[][] transform = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                transform[i][j] = rotation[i][j] * (j >= first && j < first + wide ? LARGE : 1);
            }
        }
        return transform;
    }

    /** [4] Fig. 8: x ~ N(0, I), and a source for each cosine between its θ and the target's, which have norm 1. */
    public static TransferTasks cosine(int dimension, double[] cosines, Response response, Sizes sizes, double noise, long seed) {
        requireDimension(dimension, 2);
        double[][] basis = Orthonormal.draw(Seeds.random(seed, "cosine:coefficients"), 2, dimension);
        return sources(cosines, cosine -> new double[][] {mixed(basis[0], basis[1], cosine)}, response, sizes, noise, seed);
    }

    /**
     * [4] Fig. 9: x ~ N(0, I), y = Σ_j max(0, θ_j'x) + noise over the columns of Θ₁ or Θ₂ = cΘ₁ + √(1 − c²)Θ', where the columns
     * of Θ₁ and Θ' are orthonormal, so that c is the cosine of all principal angles. ([4] writes cΘ₁ + (1 − c)Θ', whose columns
     * have a cosine of c/√(c² + (1 − c)²) and a norm below 1.)
     *
     * @param rank the columns, at most half of the dimension
     */
    public static TransferTasks reluSubspace(int dimension, int rank, double[] cosines, Sizes sizes, double noise, long seed) {
        DuanWang.requireCount("--units", rank);
        requireDimension(dimension, 2 * rank);
        double[][] basis = Orthonormal.draw(Seeds.random(seed, "relu-subspace:coefficients"), 2 * rank, dimension);
        return sources(cosines, cosine -> IntStream.range(0, rank)
                .mapToObj(j -> mixed(basis[j], basis[rank + j], cosine)).toArray(double[][]::new),
                Response.RELU, sizes, noise, seed);
    }

    private static TransferTasks sources(double[] cosines, DoubleFunction<double[][]> coefficients, Response response, Sizes sizes,
            double noise, long seed) {
        List<Task> tasks = new ArrayList<>(List.of(new Task(TARGET, new double[0][], coefficients.apply(1))));
        for (double cosine : cosines) {
            tasks.add(new Task("cosine " + Numbers.format(cosine), new double[0][], coefficients.apply(cosine)));
        }
        return new TransferTasks(tasks, response, sizes, noise, seed);
    }

    private static void requireDimension(int dimension, int least) {
        if (dimension < least) {
            throw MtlException.usage("--dimension: expected at least " + least + ", found " + dimension);
        }
    }

    /** A unit vector at a cosine to the first of two orthonormal ones. */
    private static double[] mixed(double[] one, double[] other, double cosine) {
        if (!(Math.abs(cosine) <= 1)) {
            throw MtlException.usage("--cosines: expected numbers from -1 to 1, found " + Numbers.format(cosine));
        }
        double sine = Math.sqrt(1 - cosine * cosine);
        return IntStream.range(0, one.length).mapToDouble(j -> cosine * one[j] + sine * other[j]).toArray();
    }

    /** Writes {@code task,split,y,x1,…,xd}, task by task and split by split. */
    public void write(CsvWriter out) throws IOException {
        int dimension = tasks.get(0).coefficients()[0].length;
        List<String> header = new ArrayList<>(List.of("task", "split", "y"));
        IntStream.rangeClosed(1, dimension).forEach(j -> header.add("x" + j));
        out.record(header);
        for (Task task : tasks) {
            for (Split split : Split.values()) {
                int rows = split != Split.TRAIN ? sizes.other() : task.name().equals(TARGET) ? sizes.target() : sizes.source();
                Random random = Seeds.random(seed, "transfer:" + split.label() + ":" + task.name());
                for (int row = 0; row < rows; row++) {
                    double[] x = row(task, random, dimension);
                    out.field(task.name()).field(split.label()).field(label(task, x, random));
                    for (double value : x) {
                        out.field(value);
                    }
                    out.end();
                }
            }
        }
    }

    private static double[] row(Task task, Random random, int dimension) {
        double[] normal = new double[dimension];
        Arrays.setAll(normal, j -> random.nextGaussian());
        return task.transform().length == 0 ? normal
                : Arrays.stream(task.transform()).mapToDouble(line -> Orthonormal.dot(line, normal)).toArray();
    }

    private double label(Task task, double[] x, Random random) {
        double sum = 0;
        for (double[] theta : task.coefficients()) {
            double product = Orthonormal.dot(theta, x);
            sum += response == Response.RELU ? Math.max(0, product) : product;
        }
        sum += noise * random.nextGaussian();
        return response == Response.CLASSES ? sum > 0 ? 1 : 0 : sum;
    }
}
