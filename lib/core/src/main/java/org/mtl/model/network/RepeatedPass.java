package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.RealVector;

/**
 * Computes everything anew, by what every engine has: gradients of the other batches as directions of products.
 *
 * @param engine what computes
 * @param rows the rows
 */
record RepeatedPass(NetworkEngine engine, Batch rows) implements ExamplePass {

    @Override
    public double[] gradient(Batch batch) {
        return engine.gradient(batch, Dropout.NONE, false);
    }

    @Override
    public double[] products(List<Batch> others, RealVector at, double[] products) {
        int size = engine.architecture().parameters();
        double[] here = engine.parameters().values();
        engine.parameters().put(0, size, at.values());
        double[] gradients = new double[others.size() * size];
        double[] losses = new double[others.size()];
        for (int t = 0; t < losses.length; t++) {
            losses[t] = Arrays.stream(engine.gradient(others.get(t), Dropout.NONE, false)).sum();
            System.arraycopy(engine.gradient().values(), 0, gradients, t * size, size);
        }
        engine.parameters().put(0, size, here);
        engine.exampleProducts(rows, engine.directions(gradients, losses.length), products);
        return losses;
    }
}
