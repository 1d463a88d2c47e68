package org.mtl.model.network;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.linalg.Blas;

/**
 * Loads an engine from its folder: the jars in it, and its native libraries in {@code natives}.
 *
 * <p>The engine's class loader is its own, since it comes with other versions of libraries that the core uses as well. Of
 * the core it sees the packages that the interface of engines is made of. Core's OpenBLAS is loaded first: both have one
 * name inside the process, and whoever comes first serves both.
 */
public final class EngineFolder {

    /** The system property that names the folder of all engines, which the launcher sets. */
    public static final String PROPERTY = "mtl.engines";

    private static final Set<String> SHOWN =
            Set.of("org.mtl", "org.mtl.linalg", "org.mtl.model", "org.mtl.model.network", "org.mtl.parallel");

    private EngineFolder() {}

    /** Loaded once: a native library belongs to one class loader in a process. */
    private static final class Installed {

        private static final EngineProvider DL4J = load(folder("dl4j"), "dl4j");
    }

    /**
     * The engine on DL4J of this installation.
     *
     * @throws MtlException (UNAVAILABLE) if it is not installed, saying what to install
     */
    public static EngineProvider dl4j() {
        // Not in the holder, whose first failure would be wrapped.
        if (!Files.isDirectory(folder("dl4j"))) {
            throw absent("dl4j");
        }
        return Installed.DL4J;
    }

    private static Path folder(String name) {
        return Path.of(System.getProperty(PROPERTY, "engines")).resolve(name).toAbsolutePath();
    }

    private static MtlException absent(String name) {
        return MtlException.unavailable("the engine " + name + " is not installed; unpack the archive mtl-" + name
                + " over mtl, or run make " + name, null);
    }

    /**
     * Loads the engine in a folder.
     *
     * @throws MtlException (UNAVAILABLE) if there is none of that name
     */
    public static EngineProvider load(Path folder, String name) {
        // Makes sure of core's library before the engine's own of the same name can take its place.
        Blas.configuration();
        try {
            ClassLoader loader = new URLClassLoader("engine " + name, jars(folder), new Shown());
            for (EngineProvider provider : ServiceLoader.load(EngineProvider.class, loader)) {
                if (provider.name().equals(name)) {
                    return provider;
                }
            }
        } catch (IOException | ServiceConfigurationError e) {
            throw MtlException.unavailable(folder + ": the engine " + name + " cannot be loaded (" + e.getMessage()
                    + "); install mtl-" + name + " again, of the same version as mtl", e);
        }
        throw absent(name);
    }

    private static URL[] jars(Path folder) throws IOException {
        List<URL> urls = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : jars) {
                    urls.add(url(jar));
                }
            }
            urls.sort((a, b) -> a.toString().compareTo(b.toString()));
            urls.add(url(folder.resolve("natives")));
        }
        return urls.toArray(new URL[0]);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    /** The JDK, and of the core what an engine is made with. */
    private static final class Shown extends ClassLoader {

        Shown() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            int end = name.lastIndexOf('.');
            if (end > 0 && SHOWN.contains(name.substring(0, end))) {
                return Class.forName(name, false, EngineFolder.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
