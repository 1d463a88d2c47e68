package org.mtl.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.mtl.MtlException;
import org.mtl.data.CsvDataReader;
import org.mtl.data.LoadedData;
import org.mtl.data.NpyDataReader;
import org.mtl.data.Roles;
import org.mtl.io.Inputs;

/** Reads data from wherever it lies: a CSV file, plain or gzipped, or a folder of NPY files. */
public final class DataFiles {

    private DataFiles() {}

    /**
     * Reads data.
     *
     * @throws MtlException (MISSING) if there is nothing at this path; (USAGE) or (DATA) as the readers say
     */
    public static LoadedData read(Path data, Roles roles) {
        if (Files.isDirectory(data)) {
            return NpyDataReader.read(data, roles);
        }
        return CsvDataReader.read(Inputs.open(data), data.toString(), roles);
    }
}
