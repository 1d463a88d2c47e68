package org.mtl.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What this command was installed as: its jars, its native libraries and its class-data archive. */
final class InstalledFiles {

    private InstalledFiles() {}

    /** Whether all files are there, and only their owner can change them. */
    static Finding finding() throws IOException, URISyntaxException {
        Path jar = Path.of(InstalledFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(jar)) {
            return Finding.absent("files", "not installed: classes of a build in " + jar);
        }
        Path home = jar.getParent().getParent();
        for (String name : dependencies(jar)) {
            if (!Files.isReadable(jar.resolveSibling(name))) {
                return Finding.failed("files", jar.resolveSibling(name) + " is missing; install mtl again");
            }
        }
        if (!Files.isDirectory(home.resolve("natives"))) {
            return Finding.failed("files", home.resolve("natives") + " is missing; install mtl again");
        }
        Optional<Path> open = writableByAll(home);
        return open.isPresent()
                ? Finding.warning("files", open.get() + " can be changed by everybody; take that away with chmod -R o-w " + home)
                : Finding.ok("files", home.toString());
    }

    private static List<String> dependencies(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            // Native libraries are installed unpacked, without the jars that they came in.
            return names == null ? List.of()
                    : Stream.of(names.split(" ")).filter(name -> !name.matches(".*-(linux|macosx|windows)-.*\\.jar")).toList();
        }
    }

    private static Optional<Path> writableByAll(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
                if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the class-data archive, which shortens each start, is in use. */
    static Finding archive() {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        Optional<String> archive = options.stream().filter(option -> option.startsWith("-XX:SharedArchiveFile=")).findFirst();
        return archive.map(option -> Finding.ok("archive", option.substring(option.indexOf('=') + 1)))
                .orElseGet(() -> Finding.warning("archive", "none for this Java: each start takes longer; share/mtl/make-archive"
                        + " of the installation writes one"));
    }
}
