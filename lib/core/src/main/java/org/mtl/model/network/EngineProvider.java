package org.mtl.model.network;

import java.util.Map;
import org.mtl.MtlException;

/**
 * An engine that lies outside the core, in a folder of its own: {@link EngineFolder} finds it with
 * {@link java.util.ServiceLoader} and loads it with a class loader that shows it the JDK and this interface, with what the
 * interface mentions, and nothing else of ours.
 */
public interface EngineProvider {

    /** The word that options and files use, which is also the name of its folder. */
    String name();

    /** What it is made of, by part, such as {@code nd4j}: the versions that results depend on. Loads no native library. */
    Map<String, String> versions();

    /**
     * Loads its libraries, at the first call, and says what makes engines.
     *
     * @throws MtlException (UNAVAILABLE) if the libraries cannot be loaded, or are not those of this device
     */
    EngineFactory engines(Device device);
}
