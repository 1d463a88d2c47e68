package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.model.network.DenseEngine;
import org.mtl.parallel.Workers;

/** Influence through some parameters against the same with gradients and matrices cut out. */
class BlockChoiceTest {

    private static final ConjugateGradientInverse.Stop EXACT = new ConjugateGradientInverse.Stop(1e-12, 500);

    private static final List<BlockChoice> CHOICES = List.of(new BlockChoice(List.of("shared")),
            new BlockChoice(List.of("heads")), new BlockChoice(List.of("trunk.1")), new BlockChoice(List.of("head.1", "shared")));

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    private static ModelNetworks open(SmallNetwork network, Workers workers, BlockChoice choice) {
        return new ModelNetworks(
                network.model(), network.data(), network.decay(), network.model().precision(), DenseEngine::new, workers, choice);
    }

    private static int[] kept(TrainedObjective objective) {
        return objective.blocks().stream()
                .flatMapToInt(block -> IntStream.range(block.offset(), block.offset() + block.size())).toArray();
    }

    /** Matrices whose damped part of the chosen parameters is inverted. */
    @ParameterizedTest
    @MethodSource("networks")
    void thePartOfTheMatrixIsInverted(SmallNetwork network) {
        Map<TrainedObjective.Kind, Function<TrainedObjective, CurvatureInverse>> methods = new LinkedHashMap<>();
        methods.put(TrainedObjective.Kind.HESSIAN,
                objective -> ConjugateGradientInverse.ofHessian(objective, Fisher.GIVEN, Damping.of(30), EXACT));
        methods.put(TrainedObjective.Kind.GAUSS_NEWTON,
                objective -> ConjugateGradientInverse.ofGaussNewton(objective, Fisher.GIVEN, Damping.of(30), EXACT));
        methods.put(TrainedObjective.Kind.OUTER_PRODUCTS,
                objective -> ConjugateGradientInverse.ofOuterProducts(objective, Damping.of(30), EXACT));
        for (BlockChoice choice : CHOICES) {
            methods.forEach((kind, method) -> {
                try (Workers workers = new Workers(2); ModelNetworks some = open(network, workers, choice);
                        ModelNetworks all = open(network, workers, BlockChoice.ALL)) {
                    for (int n = 0; n < some.parts().size(); n++) {
                        TrainedObjective objective = some.parts().get(n).objective();
                        int[] kept = kept(objective);
                        double[] v = vector(objective, 5);
                        RealMatrix matrix = Explicit.curvature(all.parts().get(n).objective(), kind, 30).getSubMatrix(kept, kept);
                        double[] u = Explicit.solve(matrix, IntStream.of(kept).mapToDouble(j -> v[j]).toArray(), 1);
                        double[] expected = new double[v.length];
                        IntStream.range(0, kept.length).forEach(i -> expected[kept[i]] = u[i]);
                        assertArrayEquals(expected, method.apply(objective).apply(v, 1), 1e-9);
                    }
                }
            });
        }
    }

    private static double[] vector(TrainedObjective objective, long seed) {
        double[] v = new Random(seed).doubles(objective.size(), -1, 1).toArray();
        objective.mask(v);
        return v;
    }

    /** Methods that take layers for themselves give the same there, and nothing elsewhere; the others at least nothing. */
    @Test
    void layersApartAreAsTheyWereAndNothingElseMoves() {
        Map<String, Function<TrainedObjective, CurvatureInverse>> methods = new LinkedHashMap<>();
        methods.put("ekfac", objective -> EkfacInverse.of(objective, Fisher.sampled(1), Damping.AUTO));
        methods.put("kfac", objective -> KfacInverse.of(objective, Fisher.GIVEN, Damping.AUTO));
        methods.put("datainf", objective -> new DataInfInverse(objective, Damping.AUTO));
        methods.put("identity", objective -> new IdentityInverse(objective.workers()));
        methods.put("arnoldi", objective -> new ArnoldiInverse(
                objective, Fisher.GIVEN, Damping.AUTO, new ArnoldiInverse.Space(8, 4, 1)));
        methods.put("lissa", objective -> new LissaInverse(objective, Fisher.GIVEN, Damping.AUTO,
                new LissaInverse.Recursion(20, 1, 9, OptionalDouble.empty(), 3)));
        methods.put("neumann", objective -> new NeumannInverse(objective, new InnerRate(OptionalDouble.empty(), 0), 5));
        SmallNetwork network = networks().get(0);
        for (BlockChoice choice : CHOICES) {
            methods.forEach((name, method) -> {
                try (Workers workers = new Workers(2); ModelNetworks some = open(network, workers, choice);
                        ModelNetworks all = open(network, workers, BlockChoice.ALL)) {
                    TrainedObjective objective = some.parts().get(0).objective();
                    double[] v = vector(objective, 6);
                    double[] u = method.apply(objective).apply(v, 1);
                    double[] masked = u.clone();
                    objective.mask(masked);
                    assertArrayEquals(masked, u, name);
                    if (!List.of("arnoldi", "lissa", "neumann").contains(name)) {
                        double[] whole = method.apply(all.parts().get(0).objective()).apply(v, 1);
                        assertArrayEquals(whole, u, 1e-12, name);
                    }
                }
            });
        }
    }

    /** Gradients, norms and projections see the chosen parameters only. */
    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAreThoseOfTheChosenParameters(SmallNetwork network) {
        for (BlockChoice choice : CHOICES) {
            try (Workers workers = new Workers(2); ModelNetworks some = open(network, workers, choice);
                    ModelNetworks all = open(network, workers, BlockChoice.ALL)) {
                for (int n = 0; n < some.parts().size(); n++) {
                    ModelNetworks.Part part = some.parts().get(n);
                    TrainedObjective objective = part.objective();
                    double[] v = all.parts().get(n).objective().meanGradients(part.rows(network.data(), Split.VALIDATION));
                    objective.mask(v);
                    assertArrayEquals(v, objective.meanGradients(part.rows(network.data(), Split.VALIDATION)));
                    List<Explicit.Example> expected =
                            Explicit.examples(all.parts().get(n).objective(), TrainedObjective.Labels.GIVEN);
                    for (Explicit.Example example : Explicit.examples(objective, TrainedObjective.Labels.GIVEN)) {
                        double[] whole = expected.stream().filter(e -> e.task() == example.task() && e.label() == example.label())
                                .findFirst().orElseThrow().gradient().clone();
                        objective.mask(whole);
                        assertArrayEquals(whole, example.gradient());
                    }
                }
            }
        }
    }

    /** All blocks, each once, in whichever order they are named. */
    @Property(tries = 30)
    void everyBlockIsSharedOrOfAHead(@ForAll long seed) {
        SmallNetwork network = networks().get((int) Math.floorMod(seed, networks().size()));
        var architecture = network.model().networks().get(0).architecture();
        int shared = BlockChoice.SHARED.of(architecture).size();
        int heads = BlockChoice.HEADS.of(architecture).size();
        assertEquals(architecture.blocks().size(), shared + heads);
        List<String> names = architecture.blocks().stream().map(block -> block.name()).distinct().toList();
        assertEquals(architecture.blocks(), new BlockChoice(names).of(architecture));
        assertEquals(architecture.blocks(), new BlockChoice(List.of("heads", "shared")).of(architecture));
    }

    @Test
    void namesThatAreNoneAreSaid() {
        var architecture = networks().get(0).model().networks().get(0).architecture();
        BlockChoice.ALL.require(architecture);
        for (String name : Arrays.asList("trunk.9", "", "Heads")) {
            MtlException e = assertThrows(MtlException.class, () -> new BlockChoice(List.of(name)).require(architecture));
            assertTrue(e.getMessage().contains("trunk.1, head.1"), e.getMessage());
        }
    }
}
