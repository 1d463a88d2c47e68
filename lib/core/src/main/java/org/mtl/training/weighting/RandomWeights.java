package org.mtl.training.weighting;

/** Random loss weighting (RLW; Lin et al. 2022): K·softmax of K normal numbers, fresh in each step. */
public record RandomWeights() implements Weighting {

    @Override
    public double[] weights(Step step, Gradients gradients) {
        int tasks = step.present().length;
        double[] normals = new double[tasks];
        for (int t = 0; t < tasks; t++) {
            normals[t] = step.random().nextGaussian();
        }
        return Ones.softmax(normals, Ones.all(tasks), tasks);
    }
}
