package org.mtl.grouping;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;
import org.mtl.MtlException;

/**
 * Loads the solver's native libraries once, from where a distribution keeps them.
 *
 * <p>OR-Tools' own loader unpacks 70 MB into the temporary folder at each start. The libraries find each other in the
 * folder that holds them, so that loading the one for Java is enough. Where none is on {@code java.library.path} (in
 * tests, or in somebody's program) they are unpacked once into JavaCPP's cache folder, where OpenBLAS goes as well.
 */
final class CpSatNatives {

    private static final String LIBRARY = "jniortools";
    private static final Throwable FAILURE = load();

    private CpSatNatives() {}

    private static Throwable load() {
        try {
            System.loadLibrary(LIBRARY);
            return null;
        } catch (UnsatisfiedLinkError missing) {
            return loadUnpacked(missing);
        }
    }

    private static Throwable loadUnpacked(UnsatisfiedLinkError missing) {
        URL jarred = CpSatNatives.class.getResource("/" + platform() + "/" + System.mapLibraryName(LIBRARY));
        if (jarred == null) {
            return missing;
        }
        try {
            Path library = unpack((JarURLConnection) jarred.openConnection());
            System.load(library.toString());
            return null;
        } catch (IOException | ClassCastException | UnsatisfiedLinkError e) {
            return e;
        }
    }

    /** The folder of the libraries in their jar. */
    private static String platform() {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86-64";
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return "ortools-" + (os.startsWith("mac") ? "darwin" : os.startsWith("win") ? "win32" : "linux") + "-" + arch;
    }

    /** Unpacks the folder of an entry, as far as it is not there yet, and returns the path of that entry's copy. */
    private static Path unpack(JarURLConnection entry) throws IOException {
        JarFile jar = entry.getJarFile();
        File cache = Loader.getCacheDir();
        Path folder = cache.toPath().resolve(Path.of(jar.getName()).getFileName());
        Files.createDirectories(folder);
        String prefix = entry.getEntryName().substring(0, entry.getEntryName().lastIndexOf('/') + 1);
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry file = entries.nextElement();
            if (file.getName().startsWith(prefix) && !file.isDirectory()) {
                Path target = folder.resolve(Path.of(file.getName()).getFileName());
                if (!Files.exists(target) || Files.size(target) != file.getSize()) {
                    copy(jar, file, target);
                }
            }
        }
        return folder.resolve(Path.of(entry.getEntryName()).getFileName()).toAbsolutePath();
    }

    /** Another process may be doing the same: each file is moved into place when it is complete. */
    private static void copy(JarFile jar, JarEntry file, Path target) throws IOException {
        Path partial = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".partial");
        try (InputStream in = jar.getInputStream(file)) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Makes sure that the libraries are there. */
    static void require() {
        if (FAILURE != null) {
            throw MtlException.unavailable("the OR-Tools native library cannot be loaded on this platform ("
                    + FAILURE.getMessage() + "); reinstall mtl for this operating system and processor", FAILURE);
        }
    }
}
