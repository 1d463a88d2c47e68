package org.mtl.store;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import java.util.List;
import org.mtl.model.tribuo.TaskRows;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.nearest.protos.KNNModelProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.slm.protos.SparseLinearModelProto;

/**
 * Takes the time of training out of Tribuo's models: it stands in {@code run.json} only, so that equal runs write equal
 * bytes.
 */
final class TribuoTimes {

    private static final List<Class<? extends Message>> MODELS = List.of(SparseLinearModelProto.class,
            ClassificationLinearSGDProto.class, TreeModelProto.class, WeightedEnsembleModelProto.class, KNNModelProto.class);

    private TribuoTimes() {}

    /**
     * The same model with {@link TaskRows#NO_TIME} wherever its provenance, or that of a member of an ensemble, has a time.
     *
     * @throws InvalidProtocolBufferException if the model is damaged
     */
    static ModelProto without(ModelProto model) throws InvalidProtocolBufferException {
        Any data = model.getSerializedData();
        for (Class<? extends Message> type : MODELS) {
            if (data.is(type)) {
                return model.toBuilder().setSerializedData(Any.pack(withoutTimes(data.unpack(type)))).build();
            }
        }
        throw new InvalidProtocolBufferException("no model of these: " + data.getTypeUrl());
    }

    /** What all models have under these names: their provenance, and ensembles their members. */
    private static Message withoutTimes(Message model) throws InvalidProtocolBufferException {
        Message.Builder builder = model.toBuilder();
        FieldDescriptor metadata = model.getDescriptorForType().findFieldByName("metadata");
        ModelDataProto data = (ModelDataProto) model.getField(metadata);
        builder.setField(metadata, data.toBuilder().setProvenance(withoutTimes(data.getProvenance())).build());
        FieldDescriptor members = model.getDescriptorForType().findFieldByName("models");
        for (int i = 0; members != null && i < model.getRepeatedFieldCount(members); i++) {
            builder.setRepeatedField(members, i, without((ModelProto) model.getRepeatedField(members, i)));
        }
        return builder.build();
    }

    private static RootProvenanceProto withoutTimes(RootProvenanceProto provenance) {
        RootProvenanceProto.Builder builder = provenance.toBuilder();
        for (int i = 0; i < builder.getSmpCount(); i++) {
            SimpleProvenanceProto simple = builder.getSmp(i);
            if (simple.getProvenanceClassName().equals(DateTimeProvenance.class.getName())) {
                builder.setSmp(i, simple.toBuilder().setValue(TaskRows.NO_TIME.toString()));
            }
        }
        return builder.build();
    }
}
