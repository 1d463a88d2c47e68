package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Standardization;
import org.mtl.io.FileNames;
import org.mtl.io.Hashes;
import org.mtl.io.Json;
import org.mtl.model.Loss;
import org.mtl.model.tribuo.Learner;
import org.mtl.model.tribuo.TribuoModel;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.Regressor;

/** What a model folder has of the models of Tribuo's learners, in Tribuo's own protobuf format. */
final class TribuoFiles {

    static final String KIND = "tribuo";

    private static final String FOLDER = "tribuo";

    private TribuoFiles() {}

    /** The file of a task's model. */
    static String file(String task) {
        return FOLDER + "/" + FileNames.safe(task) + ".pb";
    }

    /** Writes a file for each task, and {@code provenance.json}. */
    static void write(Path folder, TribuoModel model) throws IOException {
        Files.createDirectories(folder.resolve(FOLDER));
        Map<String, Object> provenances = new LinkedHashMap<>();
        for (TribuoModel.Task task : model.tasks()) {
            byte[] bytes = TribuoTimes.without(task.model().serialize()).toByteArray();
            Files.write(folder.resolve(file(task.name())), bytes);
            Map<String, Object> provenance = new LinkedHashMap<>();
            provenance.put("file", file(task.name()));
            provenance.put("provenance", TribuoProvenance.json(task.model().getProvenance()));
            provenances.put(task.name(), provenance);
        }
        Files.write(folder.resolve(FOLDER).resolve("provenance.json"), Json.write(provenances));
    }

    /** The member {@code model} of {@code model.json}. */
    static Map<String, Object> architecture(TribuoModel model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", KIND);
        json.put("learner", model.learner().label());
        json.put("standardize", model.standardization().mode().label());
        json.put("pca", model.components().map(PrincipalComponents::count).orElse(0));
        json.put("features", model.features());
        return json;
    }

    /** What {@code model.json} says of a task's file. */
    static String sha256(Path folder, String task) {
        return Hashes.sha256(folder.resolve(file(task)));
    }

    /** Reads the models. */
    static TribuoModel read(Path path, JsonObject json) {
        JsonObject said = json.object("model");
        Learner learner = Arrays.stream(Learner.values()).filter(each -> each.label().equals(said.text("learner"))).findFirst()
                .orElseThrow(() -> MtlException.data(
                        path.resolve("model.json") + ": unknown learner '" + said.text("learner") + "'"));
        List<String> features = said.texts("features");
        Optional<PrincipalComponents> components = ModelFolder.components(path, said.integer("pca"), features.size());
        List<TribuoModel.Task> tasks = new ArrayList<>();
        for (JsonObject task : json.objects("tasks")) {
            tasks.add(task(path, task, learner, components.map(PrincipalComponents::count).orElse(features.size())));
        }
        Standardization.Mode mode = ModelFolder.constant(path, Standardization.Mode.class, said.text("standardize"));
        return new TribuoModel(learner, features,
                ModelFolder.standardization(path, mode, tasks.size(), features.size()), components, tasks);
    }

    private static TribuoModel.Task task(Path path, JsonObject task, Learner learner, int inputs) {
        String name = task.text("name");
        List<String> classes = task.texts("classes");
        Loss loss = ModelFolder.loss(path, task.text("loss"), classes.size(), task.has("outputs") ? task.integer("outputs") : 1);
        Path file = path.resolve(file(name));
        RecordedFiles.require(file, task.text("sha256"));
        Model<?> model = model(file, learner);
        boolean suits = model.getFeatureIDMap().size() == inputs && (classes.isEmpty()
                ? model.validate(Regressor.class) && model.getOutputIDInfo().size() == loss.outputs()
                : model.validate(Label.class) && classes.containsAll(labels(model)));
        if (!suits) {
            throw MtlException.data(file + ": its features or classes are not those of model.json");
        }
        return new TribuoModel.Task(name, loss, classes, model);
    }

    private static Set<String> labels(Model<?> model) {
        return model.castModel(Label.class).getOutputIDInfo().getDomain().stream().map(Label::getLabel).collect(Collectors.toSet());
    }

    private static Model<?> model(Path file, Learner learner) {
        try {
            ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
            // The name of a class that is to be loaded comes from the file.
            if (proto.getClassName().equals(learner.modelClass())) {
                return Model.deserialize(proto);
            }
            throw MtlException.data(
                    file + ": expected a model of class " + learner.modelClass() + ", found '" + proto.getClassName() + "'");
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw MtlException.data(file + ": not a model of Tribuo: " + e.getMessage());
        }
    }
}
