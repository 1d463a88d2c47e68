package org.mtl.training.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.model.network.Precision;

/**
 * The files that training leaves while it goes on: {@code checkpoints/epoch-NNNN.npy}, the parameters at an epoch, and for
 * runs that can be resumed {@code checkpoints/state-NNNN.npy}, all that the epochs after it depend on.
 *
 * <p>Each file is written under another name, forced to the disk and renamed, so that one that has its name is whole. The
 * networks of tasks that share nothing have folders of their own, {@code checkpoints/task-1}, ….
 */
public final class Checkpoints {

    private static final String STATE = "state-";
    private static final String NEW = ".new";

    /** Saving a state may take this share of the time at most. */
    private static final int COST = 50;

    /** Nanoseconds; tests that kill a short run need more states. */
    private static final long SHORTEST_PAUSE = Long.getLong("mtl.checkpoints.pause", 3_000_000_000L);

    /** No files. */
    public static final Checkpoints NONE = new Checkpoints(Optional.empty(), OptionalInt.empty(), false, SHORTEST_PAUSE);

    private final Optional<Path> folder;
    private final OptionalInt every;
    private final boolean resumable;
    private final long pause;
    private final UnaryOperator<double[]> kept;
    private long saved = System.nanoTime();
    private long cost;

    private Checkpoints(Optional<Path> folder, OptionalInt every, boolean resumable, long pause) {
        this(folder, every, resumable, pause, UnaryOperator.identity());
    }

    private Checkpoints(Optional<Path> folder, OptionalInt every, boolean resumable, long pause, UnaryOperator<double[]> kept) {
        this.folder = folder;
        this.every = every;
        this.resumable = resumable;
        this.pause = pause;
        this.kept = kept;
    }

    /**
     * Checkpoints of a model.
     *
     * @param model the model's folder in progress
     * @param every at which epochs parameters are kept: multiples of this; none for no epoch
     * @param resumable whether a run that ended early is to be resumed
     * @throws MtlException (USAGE) if {@code every} is below 1
     */
    public static Checkpoints in(Path model, OptionalInt every, boolean resumable) {
        return in(model, every, resumable, SHORTEST_PAUSE);
    }

    /** Checkpoints with another shortest pause between two states, in nanoseconds. */
    static Checkpoints in(Path model, OptionalInt every, boolean resumable, long pause) {
        if (every.isPresent() && every.getAsInt() < 1) {
            throw MtlException.usage("--checkpoints: expected at least 1, found " + every.getAsInt());
        }
        return new Checkpoints(Optional.of(model.resolve("checkpoints")), every, resumable, pause);
    }

    /** Those of one of several networks, counted from 0. */
    Checkpoints ofNetwork(int network) {
        return new Checkpoints(folder.map(path -> path.resolve("task-" + (network + 1))), every, resumable, pause);
    }

    /** Those of a network of which a part is trained: of each epoch the parameters of the whole are kept, which these make. */
    Checkpoints ofWhole(UnaryOperator<double[]> whole) {
        return new Checkpoints(folder, every, resumable, pause, whole);
    }

    /** Whether states are saved. */
    boolean resumable() {
        return resumable && folder.isPresent();
    }

    /** Whether the parameters of an epoch are kept. */
    boolean keeps(int epoch) {
        return folder.isPresent() && every.isPresent() && epoch % every.getAsInt() == 0;
    }

    /**
     * Keeps the parameters of an epoch.
     *
     * @throws MtlException (IO) if writing fails
     */
    void keep(int epoch, double[] parameters, Precision precision) {
        NpyType type = precision == Precision.FLOAT ? NpyType.F32 : NpyType.F64;
        write("epoch-" + number(epoch), type, kept.apply(parameters));
    }

    /** Whether it is time to save a state: some seconds after the last one, more where saving takes long. */
    boolean due() {
        return resumable() && System.nanoTime() - saved >= Math.max(pause, pause == 0 ? 0 : COST * cost);
    }

    /**
     * Saves a state and deletes earlier ones.
     *
     * @throws MtlException (IO) if writing fails
     */
    void save(int epoch, double[] state) {
        long start = System.nanoTime();
        String name = STATE + number(epoch);
        write(name, NpyType.F64, state);
        for (Path other : states()) {
            if (!other.getFileName().toString().equals(name)) {
                delete(other);
            }
        }
        saved = System.nanoTime();
        cost = saved - start;
    }

    /**
     * The last state that an earlier run saved, if there is one; files that it did not finish are deleted.
     *
     * @throws MtlException (DATA) if the file is damaged
     */
    Optional<double[]> latest() {
        if (!resumable()) {
            return Optional.empty();
        }
        matching(name -> name.endsWith(NEW)).forEach(Checkpoints::delete);
        List<Path> states = states();
        if (states.isEmpty()) {
            return Optional.empty();
        }
        try (NpyReader reader = NpyReader.open(states.get(states.size() - 1))) {
            double[] state = new double[Math.toIntExact(reader.size())];
            reader.read(0, state.length, state, 0);
            return Optional.of(state);
        } catch (IOException e) {
            throw MtlException.io(states.get(states.size() - 1) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deletes all states, of all networks: a finished model has none.
     *
     * @throws MtlException (IO) if that fails
     */
    public void deleteStates() {
        states().forEach(Checkpoints::delete);
        for (Path inner : matching(name -> name.startsWith("task-"))) {
            Checkpoints network = new Checkpoints(Optional.of(inner), every, resumable, pause);
            network.deleteStates();
            network.deleteIfEmpty();
        }
        deleteIfEmpty();
    }

    private void deleteIfEmpty() {
        if (folder.isPresent() && Files.isDirectory(folder.get()) && matching(name -> true).isEmpty()) {
            delete(folder.get());
        }
    }

    private static String number(int epoch) {
        return String.format(Locale.ROOT, "%04d.npy", epoch);
    }

    /** The states that are there, by epoch. */
    private List<Path> states() {
        List<Path> states = new ArrayList<>(matching(name -> name.matches(STATE + "\\d+\\.npy")));
        states.sort(Comparator.comparingInt(path -> Integer.parseInt(path.getFileName().toString().replaceAll("\\D", ""))));
        return states;
    }

    private interface NameTest {
        boolean test(String name);
    }

    private List<Path> matching(NameTest test) {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder.get())) {
            return entries.filter(path -> test.test(path.getFileName().toString())).sorted().toList();
        } catch (IOException e) {
            throw failure(folder.get(), e);
        }
    }

    private void write(String name, NpyType type, double[] values) {
        Path file = folder.orElseThrow().resolve(name);
        Path fresh = file.resolveSibling(name + NEW);
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(fresh);
                    NpyWriter npy = new NpyWriter(out, type, values.length)) {
                npy.write(values, 0, values.length);
            }
            force(fresh, StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            force(file.getParent(), StandardOpenOption.READ);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (NoSuchFileException e) {
            // Gone already, as it should be.
            return;
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private static MtlException failure(Path path, IOException e) {
        return MtlException.io(path + ": cannot be written: " + e.getMessage(), e);
    }
}
