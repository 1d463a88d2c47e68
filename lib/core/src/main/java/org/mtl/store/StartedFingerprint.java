package org.mtl.store;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.mtl.MtlException;

/** A {@link Fingerprint} that is taken beside other work on a thread of its own; closing gives it up. */
public final class StartedFingerprint implements AutoCloseable {

    private final FutureTask<String> task;

    private StartedFingerprint(Path data) {
        task = new FutureTask<>(() -> Fingerprint.of(data));
    }

    /** Starts to read the data. */
    public static StartedFingerprint of(Path data) {
        StartedFingerprint started = new StartedFingerprint(data);
        Thread thread = new Thread(started.task, "fingerprint");
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /**
     * The fingerprint, once it is there.
     *
     * @throws MtlException as {@link Fingerprint#of} says
     */
    public String get() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        task.cancel(true);
    }
}
