package org.mtl.dl4j;

import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.ImageTrunk.Convolution;

/** The vertices of the convolutional layers, from images of c × h × w to rows of values. */
final class ImageVertices {

    /** The vertex whose rows the dense layers see. */
    static final String OUTPUT = "image";

    private final Architecture architecture;
    private final ImageTrunk images;

    ImageVertices(Architecture architecture, ImageTrunk images) {
        this.architecture = architecture;
        this.images = images;
    }

    void add(GraphBuilder graph) {
        switch (images.kind()) {
            case CNN -> addPlain(graph);
            case RESNET18 -> addResidual(graph);
        }
    }

    private void addPlain(GraphBuilder graph) {
        String before = GraphPlan.INPUT;
        for (Convolution layer : images.convolutions()) {
            addConvolution(graph, layer, architecture.activation(), before);
            before = "pool." + layer.name();
            graph.addLayer(before, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2)
                    .convolutionMode(ConvolutionMode.Truncate).build(), layer.name());
        }
        int halvings = images.filters().size();
        graph.addVertex(OUTPUT, new PreprocessorVertex(new CnnToFeedForwardPreProcessor(images.height() >> halvings,
                images.width() >> halvings, images.filters().get(halvings - 1))), before);
    }

    private void addResidual(GraphBuilder graph) {
        List<Convolution> layers = images.convolutions();
        Iterator<Convolution> next = layers.iterator();
        Convolution first = next.next();
        addConvolution(graph, first, architecture.activation(), GraphPlan.INPUT);
        String before = first.name();
        if (images.isLarge()) {
            graph.addLayer("pool", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(3, 3).stride(2, 2)
                    .padding(1, 1).convolutionMode(ConvolutionMode.Truncate).build(), before);
            before = "pool";
        }
        Convolution ahead = next.next();
        while (ahead != null) {
            Convolution one = ahead;
            Convolution two = next.next();
            addConvolution(graph, one, architecture.activation(), before);
            addConvolution(graph, two, Activation.IDENTITY, one.name());
            ahead = next.hasNext() ? next.next() : null;
            String beside = before;
            if (ahead != null && ahead.name().endsWith(".skip")) {
                addConvolution(graph, ahead, Activation.IDENTITY, before);
                beside = ahead.name();
                ahead = next.hasNext() ? next.next() : null;
            }
            graph.addVertex("sum." + two.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), two.name(), beside);
            before = "block." + two.name();
            graph.addLayer(before, new ActivationLayer.Builder()
                    .activation(RecordedActivation.function(architecture.activation())).build(), "sum." + two.name());
        }
        graph.addLayer(OUTPUT, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), before);
    }

    private void addConvolution(GraphBuilder graph, Convolution layer, Activation activation, String before) {
        int margin = (layer.kernel() - 1) / 2;
        graph.addLayer(layer.name(), new ConvolutionLayer.Builder(layer.kernel(), layer.kernel())
                .stride(layer.stride(), layer.stride()).padding(margin, margin).convolutionMode(ConvolutionMode.Truncate)
                .nIn(layer.inputs()).nOut(layer.filters()).hasBias(architecture.bias())
                .activation(RecordedActivation.function(activation)).build(), before);
    }
}
