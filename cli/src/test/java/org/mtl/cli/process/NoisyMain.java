package org.mtl.cli.process;

import java.util.logging.Logger;
import org.mtl.cli.Main;

/** {@code mtl} with a library that talks and logs, run as a process by {@link StandardOutputTest}. */
final class NoisyMain {

    private NoisyMain() {}

    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("talk");
            Logger.getLogger("library").severe("log");
        }));
        Main.main(arguments);
    }
}
