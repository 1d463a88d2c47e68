package org.mtl.model.network;

/** Gates on 64 bits. */
final class DoubleGates extends GateKernels<double[]> {

    @Override
    void forward(Step<double[]> step, double[] hidden) {
        int units = step.units();
        double[] gates = step.gates();
        for (int i = 0; i < step.count() * units; i++) {
            int at = step.gatesAt() + i / units * 4 * units + i % units;
            gates[at] = sigmoid(gates[at]);
            gates[at + units] = sigmoid(gates[at + units]);
            gates[at + 2 * units] = Math.tanh(gates[at + 2 * units]);
            gates[at + 3 * units] = sigmoid(gates[at + 3 * units]);
            double cell = gates[at + units] * step.before()[step.beforeAt() + i] + gates[at] * gates[at + 2 * units];
            step.after()[step.afterAt() + i] = cell;
            step.squashed()[step.afterAt() + i] = Math.tanh(cell);
            hidden[i] = gates[at + 3 * units] * step.squashed()[step.afterAt() + i];
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    @Override
    void backward(Step<double[]> step, double[] ofHidden, double[] ofCells, double[] ofGates) {
        int units = step.units();
        double[] gates = step.gates();
        for (int i = 0; i < step.count() * units; i++) {
            int at = step.gatesAt() + i / units * 4 * units + i % units;
            double in = gates[at];
            double forget = gates[at + units];
            double value = gates[at + 2 * units];
            double out = gates[at + 3 * units];
            double cell = step.squashed()[step.afterAt() + i];
            double ofCell = ofCells[i] + ofHidden[i] * out * (1 - cell * cell);
            ofGates[at] = ofCell * value * in * (1 - in);
            ofGates[at + units] = ofCell * step.before()[step.beforeAt() + i] * forget * (1 - forget);
            ofGates[at + 2 * units] = ofCell * in * (1 - value * value);
            ofGates[at + 3 * units] = ofHidden[i] * cell * out * (1 - out);
            ofCells[i] = ofCell * forget;
        }
    }
}
