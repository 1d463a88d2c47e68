package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.CsvDataReader;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.mtl.data.SplitRule;
import org.mtl.io.CopyingStream;
import org.mtl.io.Inputs;
import org.mtl.io.NpyTable;
import org.mtl.store.DataFiles;
import org.mtl.store.DataReference;
import org.mtl.store.Fingerprint;
import org.mtl.store.StartedFingerprint;
import org.mtl.store.ModelData;

/**
 * The data of a training run. What comes through a pipe is copied into the model first, since later commands read it
 * again; an NPY array is copied as the CSV of its table.
 *
 * @param loaded the data as read
 * @param reference how the model records it
 * @param copy the copy inside the model, where one was made
 */
record TrainingData(LoadedData loaded, DataReference reference, Optional<Path> copy) {

    /**
     * Reads the data.
     *
     * @param data a path, or {@code -} for standard input
     * @param model the folder in which the model is being built
     * @throws MtlException (MISSING), (USAGE) or (DATA) as the readers say
     */
    static TrainingData read(String data, Roles roles, Path model, Context context) {
        boolean standardInput = data.equals(Context.STANDARD_INPUT);
        Path path = context.path(data);
        if (!standardInput && !Files.exists(path)) {
            throw MtlException.missing(path + ": no such file");
        }
        boolean piped = standardInput || !(Files.isRegularFile(path) || Files.isDirectory(path));
        if (!piped) {
            try (StartedFingerprint fingerprint = StartedFingerprint.of(path)) {
                LoadedData loaded = DataFiles.read(path, roles);
                String absolute = path.toAbsolutePath().normalize().toString();
                return new TrainingData(loaded,
                        reference(data, absolute, fingerprint.get(), loaded, Files.isDirectory(path)), Optional.empty());
            }
        }
        Path copy = ModelData.copyIn(model);
        try (InputStream in = copying(data, copy, context)) {
            LoadedData loaded = CsvDataReader.read(in, context.displayName(data), roles);
            DataReference reference = reference(data, "", Fingerprint.of(copy), loaded, false);
            return new TrainingData(loaded, reference, Optional.of(copy));
        } catch (IOException e) {
            throw MtlException.io(copy + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads data of which no model is to be made; what comes through a pipe is not copied.
     *
     * @throws MtlException (MISSING), (USAGE) or (DATA) as the readers say
     */
    static LoadedData readOnly(String data, Roles roles, Context context) {
        if (!data.equals(Context.STANDARD_INPUT) && Files.isDirectory(context.path(data))) {
            return DataFiles.read(context.path(data), roles);
        }
        return CsvDataReader.read(context.open(data), context.displayName(data), roles);
    }

    /** The data as CSV, copied while it is read, so that what is no data ends at its first fault and not with the disk. */
    private static InputStream copying(String data, Path copy, Context context) throws IOException {
        InputStream in = context.open(data);
        try {
            InputStream text = NpyTable.orText(in, context.displayName(data));
            Files.createDirectories(copy.getParent());
            return new CopyingStream(text, copy);
        } catch (IOException e) {
            in.close();
            throw Inputs.failure(context.displayName(data), e);
        } catch (MtlException e) {
            in.close();
            throw e;
        }
    }

    /** The reference holds what was in effect, so that defaults need not be found out again. */
    private static DataReference reference(String data, String absolute, String hash, LoadedData loaded, boolean folder) {
        LoadedData.ResolvedRoles resolved = loaded.roles();
        SplitRule split = resolved.splitColumn().<SplitRule>map(SplitRule.ByColumn::new).orElseGet(SplitRule.Default::new);
        Roles asked = resolved.asked();
        // Of a folder, splits are in a file of their own and features are named as they were asked for.
        Roles roles = folder
                ? asked.withSplit(new SplitRule.Default())
                : asked.withSplit(split).withFeatures(resolved.features());
        return new DataReference(data, absolute, hash, loaded.rows(), roles);
    }

    /** The same data, of whose copy nothing is known. */
    TrainingData withoutCopy() {
        return new TrainingData(loaded, reference, Optional.empty());
    }

    /** Deletes the copy, if there is one. */
    void deleteCopy() {
        try {
            if (copy.isPresent()) {
                Files.delete(copy.get());
                Files.delete(copy.get().getParent());
            }
        } catch (IOException e) {
            throw MtlException.io(copy.get() + ": " + e.getMessage(), e);
        }
    }
}
