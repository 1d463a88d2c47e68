package org.mtl.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.mtl.MtlException;
import org.mtl.model.network.Device;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.EngineProvider;

/** The engine on DL4J. */
public final class Dl4jProvider implements EngineProvider {

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("dl4j", version("org.deeplearning4j", "deeplearning4j-nn"));
        versions.put("nd4j", version("org.nd4j", "nd4j-api"));
        return versions;
    }

    private static String version(String group, String artifact) {
        String path = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Dl4jProvider.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                return "unknown";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EngineFactory engines(Device device) {
        Natives.require();
        if (device == Device.GPU && !Natives.isCuda()) {
            throw MtlException.unavailable("--device gpu: the engine dl4j that is installed computes on the processor; install"
                    + " mtl-dl4j made for CUDA (make dl4j CUDA=1)", null);
        }
        return (architecture, losses, precision, workers) -> {
            // It would write behind the end of its parameters, which have no place for these.
            if (architecture.alignment().isPresent() || architecture.text().isPresent()) {
                throw MtlException.unavailable("the engine dl4j has no " + (architecture.text().isPresent() ? "text" : "alignment")
                        + "; expected the engine cpu, which reads the same models", null);
            }
            Natives.setThreads(workers.threads());
            return new Dl4jEngine(architecture, losses, precision);
        };
    }
}
