package org.mtl.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that begins an output, says so, and then waits to be told to finish or to be killed. */
final class OutputHolder {

    private OutputHolder() {}

    /** Takes {@code file|folder} and the target; commits when a byte arrives on standard input. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        try (var outputs = new Outputs()) {
            if (arguments[0].equals("file")) {
                OutputFile file = outputs.file(target);
                file.stream().write("other".getBytes(StandardCharsets.UTF_8));
                file.stream().flush();
                await();
                file.commit();
            } else {
                OutputFolder folder = outputs.folder(target, false, false, "hash");
                Files.writeString(folder.path().resolve("checkpoint"), "other");
                await();
                folder.commit();
            }
        }
    }

    private static void await() throws IOException {
        System.out.write('r');
        System.out.flush();
        if (System.in.read() < 0) {
            throw new IOException("told neither to finish nor killed");
        }
    }

    /** Starts it and returns once the output is begun. */
    static Process start(String kind, Path target) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                OutputHolder.class.getName(), kind, target.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.getInputStream().read() != 'r') {
            throw new IOException("the other process did not start");
        }
        return process;
    }
}
