package org.mtl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.Json;
import org.mtl.store.ModelFolder;

/** Reads {@code FILE.meta.json}, which says what FILE holds, where it is there. */
final class Meta {

    private Meta() {}

    /** What the file beside a file says, where it is there. */
    static Optional<Map<String, Object>> read(String input, Context context) {
        if (input.equals(Context.STANDARD_INPUT)) {
            return Optional.empty();
        }
        Path file = context.path(input + ResultOptions.META);
        return Files.isRegularFile(file) ? Optional.of(Json.read(file)) : Optional.empty();
    }

    /**
     * Makes sure that a file is what a command takes, as far as a file beside it tells.
     *
     * @throws MtlException (DATA) if it is something else
     */
    static void requireKind(String input, String kind, Context context) {
        requireKind(input, List.of(kind), context);
    }

    /**
     * Makes sure that a file is one of several that a command takes, as far as a file beside it tells.
     *
     * @throws MtlException (DATA) if it is something else
     */
    static void requireKind(String input, List<String> kinds, Context context) {
        read(input, context).ifPresent(meta -> {
            if (!kinds.contains(String.valueOf(meta.get("kind")))) {
                throw MtlException.data(context.displayName(input) + ": expected a file of kind " + String.join(" or ", kinds) + ", found "
                        + meta.get("kind") + " (" + input + ResultOptions.META + ")");
            }
        });
    }

    /** A fact about a file, as far as a file beside it tells. */
    static Optional<String> fact(String input, String key, Context context) {
        return read(input, context).map(meta -> meta.get(key)).map(String::valueOf);
    }

    /** The models that a file was made from, as far as a file beside it tells. */
    static List<?> models(String input, Context context) {
        return read(input, context).map(meta -> meta.get("models")).filter(List.class::isInstance).map(List.class::cast)
                .orElse(List.of());
    }

    /**
     * Makes sure that a file was made from a model, as far as a file beside it tells.
     *
     * @throws MtlException (DATA) if it was made from other models only
     */
    static void requireModel(String input, ModelFolder model, Context context) {
        List<?> models = models(input, context);
        boolean known = models.stream().anyMatch(fact -> fact instanceof Map<?, ?> map && model.hash().equals(map.get("sha256")));
        if (!models.isEmpty() && !known) {
            throw MtlException.data(context.displayName(input) + ": it was made from another model than " + model.path()
                    + " (" + input + ResultOptions.META + ")");
        }
    }

    /**
     * Makes sure that a file was made with a setting, as far as a file beside it tells.
     *
     * @throws MtlException (USAGE) naming the option to repeat the making with
     */
    static void requireFact(String input, String key, String expected, String option, Context context) {
        read(input, context).map(meta -> meta.get(key)).ifPresent(found -> {
            if (!expected.equals(found)) {
                throw MtlException.usage(context.displayName(input) + " was made with " + option + " " + found
                        + "; the check needs mtl influence " + option + " " + expected);
            }
        });
    }
}
