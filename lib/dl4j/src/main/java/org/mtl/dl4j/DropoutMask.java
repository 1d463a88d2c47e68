package org.mtl.dl4j;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.mtl.model.network.Dropout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Leaves out inputs of a layer, which are outputs of the hidden layer before it: the same ones as every engine does. */
final class DropoutMask implements IDropout {

    private static final long serialVersionUID = 1L;

    private final int layer;
    private final int firstColumn;
    private transient Dropout dropout = Dropout.NONE;
    private transient int[] positions = {};
    private transient INDArray mask;

    /**
     * Leaves out nothing yet.
     *
     * @param layer the hidden layer before, as {@link Dropout#drops} counts
     * @param firstColumn the first of its columns that this layer sees
     */
    DropoutMask(int layer, int firstColumn) {
        this.layer = layer;
        this.firstColumn = firstColumn;
    }

    /**
     * What to leave out from now on.
     *
     * @param rows the positions in the batch of the rows that come
     */
    void set(Dropout choice, int[] rows) {
        dropout = choice;
        positions = rows;
        mask = null;
    }

    @Override
    public INDArray applyDropout(INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        if (dropout.rate() == 0) {
            return input;
        }
        int width = (int) input.size(1);
        double kept = 1 / (1 - dropout.rate());
        double[] factors = new double[positions.length * width];
        for (int i = 0; i < positions.length; i++) {
            for (int j = 0; j < width; j++) {
                factors[i * width + j] = dropout.drops(layer, positions[i], firstColumn + j) ? 0 : kept;
            }
        }
        mask = Numbers.array(factors, input.dataType(), positions.length, width);
        return input.muli(mask, result);
    }

    @Override
    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        return mask == null ? gradAtInput : gradAtOutput.muli(mask, gradAtInput);
    }

    @Override
    public void clear() {
        // The mask is used by every backward pass over one forward pass; set() drops it.
    }

    @Override
    public IDropout clone() {
        return this;
    }
}
