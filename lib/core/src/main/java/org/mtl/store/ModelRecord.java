package org.mtl.store;

import java.util.List;
import java.util.Map;
import org.mtl.model.MultitaskModel;

/**
 * Everything that {@code model.json} and the files beside it say.
 *
 * @param command the command line, without what cannot change the result
 * @param seed the seed of everything random
 * @param data which data it was trained on
 * @param options the training options in effect, by name without dashes, from which {@code retrain} repeats the training
 * @param fit what is to be said about the fit, for people and for {@code inspect}
 * @param versions versions of this tool, of the JVM and of the numeric backend with its processor kernel
 * @param model the model itself
 */
public record ModelRecord(
        List<String> command,
        long seed,
        DataReference data,
        Map<String, String> options,
        Map<String, Object> fit,
        Map<String, String> versions,
        MultitaskModel model) {}
