package org.mtl.model.network;

/** Gates on 32 bits, in loops that processors take several values of at once. */
final class FloatGates extends GateKernels<float[]> {

    @Override
    void forward(Step<float[]> step, float[] hidden) {
        int units = step.units();
        float[] gates = step.gates();
        for (int row = 0; row < step.count(); row++) {
            int at = step.gatesAt() + row * 4 * units;
            sigmoid(gates, at, 2 * units);
            tanh(gates, at + 2 * units, gates, at + 2 * units, units);
            sigmoid(gates, at + 3 * units, units);
            int before = step.beforeAt() + row * units;
            int after = step.afterAt() + row * units;
            for (int j = 0; j < units; j++) {
                step.after()[after + j] = gates[at + units + j] * step.before()[before + j]
                        + gates[at + j] * gates[at + 2 * units + j];
            }
            tanh(step.after(), after, step.squashed(), after, units);
            for (int j = 0; j < units; j++) {
                hidden[row * units + j] = gates[at + 3 * units + j] * step.squashed()[after + j];
            }
        }
    }

    private static void sigmoid(float[] z, int at, int count) {
        for (int i = 0; i < count; i++) {
            z[at + i] = 0.5f + 0.5f * tanh(0.5f * z[at + i]);
        }
    }

    private static void tanh(float[] z, int from, float[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            into[at + i] = tanh(z[from + i]);
        }
    }

    /**
     * tanh to a relative error of 4e-7: of half the argument by the seventh convergent of Lambert's continued fraction
     * x / (1 + x² / (3 + x² / (5 + …))), then tanh 2y = 2 tanh y / (1 + tanh² y). It has no branches; beyond 9 it is 1 in 32 bits.
     */
    static float tanh(float z) {
        float y = 0.5f * Math.max(-9f, Math.min(9f, z));
        float s = y * y;
        float t = y * (135135 + s * (17325 + s * (378 + s))) / (135135 + s * (62370 + s * (3150 + s * 28)));
        return 2 * t / (1 + t * t);
    }

    @Override
    void backward(Step<float[]> step, float[] ofHidden, float[] ofCells, float[] ofGates) {
        int units = step.units();
        float[] gates = step.gates();
        for (int row = 0; row < step.count(); row++) {
            int at = step.gatesAt() + row * 4 * units;
            int before = step.beforeAt() + row * units;
            int after = step.afterAt() + row * units;
            for (int j = 0; j < units; j++) {
                float in = gates[at + j];
                float forget = gates[at + units + j];
                float value = gates[at + 2 * units + j];
                float out = gates[at + 3 * units + j];
                float cell = step.squashed()[after + j];
                float ofCell = ofCells[row * units + j] + ofHidden[row * units + j] * out * (1 - cell * cell);
                ofGates[at + j] = ofCell * value * in * (1 - in);
                ofGates[at + units + j] = ofCell * step.before()[before + j] * forget * (1 - forget);
                ofGates[at + 2 * units + j] = ofCell * in * (1 - value * value);
                ofGates[at + 3 * units + j] = ofHidden[row * units + j] * cell * out * (1 - out);
                ofCells[row * units + j] = ofCell * forget;
            }
        }
    }
}
