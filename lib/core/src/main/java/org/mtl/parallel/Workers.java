package org.mtl.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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
    private final List<Helper> helpers = new ArrayList<>();

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
        // Threads that wait busily would take the processors from those that work.
        boolean busy = threads <= Runtime.getRuntime().availableProcessors();
        for (int t = 1; t < threads; t++) {
            helpers.add(new Helper(busy));
        }
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
    public synchronized void forEach(int count, IntConsumer body) {
        Job job = new Job(count, body);
        for (int t = 1; t < Math.min(threads, count); t++) {
            helpers.get(t - 1).offer(job);
        }
        job.work();
        helpers.forEach(helper -> helper.withdraw(job));
        job.await();
        rethrow(job.failure);
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
        helpers.forEach(Helper::end);
    }

    /** Pieces that are handed out in order to whoever asks. */
    private static final class Job {

        private final int count;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger working = new AtomicInteger();
        private volatile Throwable failure;
        private volatile Thread waiting;

        Job(int count, IntConsumer body) {
            this.count = count;
            this.body = body;
        }

        /**
         * Works on pieces until none is left. A thread counts as working before it asks for a piece: once the caller has
         * been told that none is left, whoever has one is counted, and who comes later finds nothing.
         */
        void work() {
            working.incrementAndGet();
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    body.accept(i);
                }
            } catch (RuntimeException | Error e) {
                fail(e);
            }
            if (working.decrementAndGet() == 0 && waiting != null) {
                LockSupport.unpark(waiting);
            }
        }

        private synchronized void fail(Throwable thrown) {
            next.set(count);
            failure = failure == null ? thrown : failure;
        }

        /** Waits for all who are still working. */
        void await() {
            long begun = System.nanoTime();
            boolean interrupted = false;
            while (working.get() > 0) {
                if (System.nanoTime() - begun < Helper.BUSY_NANOSECONDS) {
                    Thread.onSpinWait();
                    continue;
                }
                waiting = Thread.currentThread();
                if (working.get() > 0) {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * A thread that works on what it is offered.
     *
     * <p>To wake a sleeping thread takes as long as many a job, so it stays awake for a while after each.
     */
    private static final class Helper implements Runnable {

        private static final long BUSY_NANOSECONDS = 100_000;

        private static final Job END = new Job(0, i -> { });

        private final long busy;
        private final AtomicReference<Job> offered = new AtomicReference<>();
        private final Thread thread;
        private volatile boolean sleeping;

        Helper(boolean busy) {
            this.busy = busy ? BUSY_NANOSECONDS : 0;
            this.thread = new Thread(this, "mtl-worker");
            thread.setDaemon(true);
            thread.start();
        }

        void offer(Job job) {
            offered.set(job);
            if (sleeping) {
                LockSupport.unpark(thread);
            }
        }

        /** Takes a job back that has not been begun, so that what it refers to is not kept. */
        void withdraw(Job job) {
            offered.compareAndSet(job, null);
        }

        void end() {
            offer(END);
        }

        @Override
        public void run() {
            // Without a variable for the job, a helper that waits keeps nothing of the last one.
            boolean more = true;
            while (more) {
                more = workOn(take());
            }
        }

        private static boolean workOn(Job job) {
            job.work();
            return job != END;
        }

        private Job take() {
            long begun = System.nanoTime();
            Job job = offered.getAndSet(null);
            while (job == null) {
                if (offered.get() != null) {
                    job = offered.getAndSet(null);
                } else if (System.nanoTime() - begun < busy) {
                    Thread.onSpinWait();
                } else {
                    sleep();
                }
            }
            return job;
        }

        private void sleep() {
            sleeping = true;
            while (offered.get() == null) {
                LockSupport.park(this);
            }
            sleeping = false;
        }
    }
}
