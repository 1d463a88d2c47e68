package org.mtl.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A fixed set of threads for independent pieces of work.
 *
 * <p>Results do not depend on the number of threads as long as piece {@code i} writes only what belongs to {@code i};
 * sums over pieces are the caller's, in the order of the pieces.
 */
public final class Workers implements AutoCloseable {

    private final int threads;
    private final Memory memory;
    private final ExecutorService pool;

    /**
     * Starts {@code threads} threads at most; the calling thread is one of them.
     *
     * @param threads at least 1
     */
    public Workers(int threads) {
        this(threads, Memory.ofHeap());
    }

    /** Starts threads as {@link #Workers(int)} does, for work whose buffers may take so much memory. */
    public Workers(int threads, Memory memory) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        this.threads = threads;
        this.memory = memory;
        this.pool = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, Workers::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mtl-worker");
        thread.setDaemon(true);
        return thread;
    }

    public int threads() {
        return threads;
    }

    /** What the buffers of the work may take. */
    public Memory memory() {
        return memory;
    }

    /**
     * Runs {@code body} for 0, …, {@code count} − 1, each exactly once, and returns when all are done.
     *
     * <p>After a failure no further piece is started and the failure is rethrown. Not reentrant: a body must not call
     * back into the same workers.
     */
    public void forEach(int count, IntConsumer body) {
        AtomicInteger next = new AtomicInteger();
        Runnable loop = () -> {
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    body.accept(i);
                }
            } catch (Throwable t) {
                next.set(count);
                throw t;
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, count); t++) {
            others.add(pool.submit(loop));
        }
        Throwable failure = null;
        try {
            loop.run();
        } catch (Throwable t) {
            failure = t;
        }
        for (Future<?> other : others) {
            failure = firstFailure(failure, other);
        }
        rethrow(failure);
    }

    private static Throwable firstFailure(Throwable failure, Future<?> other) {
        try {
            other.get();
        } catch (ExecutionException e) {
            return failure == null ? e.getCause() : failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure == null ? new IllegalStateException("interrupted while waiting for a worker", e) : failure;
        }
        return failure;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }
}
