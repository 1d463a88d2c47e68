package org.mtl.model.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.Arrays;
import java.util.List;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.protos.core.EnsembleCombinerProto;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * The mean of predictions. That of Tribuo 4.3.2, where it is given no weights, is the last prediction, as it leaves out to
 * divide; given weights it is right, and equal weights are what it is given here.
 */
public final class MeanCombiner implements EnsembleCombiner<Regressor> {

    private static final long serialVersionUID = 1L;

    private static final int VERSION = 0;

    /** A combiner; all are equal. */
    public MeanCombiner() {}

    /**
     * Reads what {@link #serialize} gives; Tribuo calls this by its name.
     *
     * @throws IllegalArgumentException if that is of another version, or holds anything
     */
    public static MeanCombiner deserializeFromProto(int version, String className, Any message) {
        if (version != VERSION || !message.getValue().equals(ByteString.EMPTY)) {
            throw new IllegalArgumentException("no mean of version " + VERSION);
        }
        return new MeanCombiner();
    }

    @Override
    public EnsembleCombinerProto serialize() {
        return EnsembleCombinerProto.newBuilder().setClassName(MeanCombiner.class.getName()).setVersion(VERSION).build();
    }

    @Override
    public Prediction<Regressor> combine(ImmutableOutputInfo<Regressor> outputs, List<Prediction<Regressor>> predictions) {
        float[] weights = new float[predictions.size()];
        Arrays.fill(weights, 1);
        return combine(outputs, predictions, weights);
    }

    @Override
    public Prediction<Regressor> combine(
            ImmutableOutputInfo<Regressor> outputs, List<Prediction<Regressor>> predictions, float[] weights) {
        return new AveragingCombiner().combine(outputs, predictions, weights);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "EnsembleCombiner");
    }

    @Override
    public Class<Regressor> getTypeWitness() {
        return Regressor.class;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeanCombiner;
    }

    @Override
    public int hashCode() {
        return VERSION;
    }
}
