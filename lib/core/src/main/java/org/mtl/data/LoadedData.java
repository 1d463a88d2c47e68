package org.mtl.data;

import java.util.List;
import java.util.Optional;

/**
 * Data as read, and what the reader decided about it.
 *
 * @param dataset features and labels
 * @param warnings what the user should know, one line each
 * @param notes what the reader decided, one line each
 * @param rows the number of data rows, labelled or not
 * @param roles what each column turned out to be
 */
public record LoadedData(
        Dataset dataset, List<String> warnings, List<String> notes, int rows, ResolvedRoles roles) {

    /**
     * What each column turned out to be.
     *
     * @param asked the roles that the user gave
     * @param splitColumn the column (or, for an NPY folder, the file) that held the splits, where one did
     * @param features the feature columns, in file order
     */
    public record ResolvedRoles(Roles asked, Optional<String> splitColumn, List<String> features) {

        /** Copies the list. */
        public ResolvedRoles {
            features = List.copyOf(features);
        }

        /** True where no patterns were given and the numeric columns without a role became features. */
        public boolean featuresDefaulted() {
            return asked.features().isEmpty();
        }

        /** True where no {@code --split} was given and no column of that name exists, so that every row is for training. */
        public boolean everythingIsTraining() {
            return asked.split() instanceof SplitRule.Default && splitColumn.isEmpty();
        }
    }

    /** Copies the lists. */
    public LoadedData {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }
}
