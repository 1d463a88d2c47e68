package org.mtl.training;

import java.util.Optional;
import org.mtl.data.DataRows;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Standardization;

/**
 * Whether features are projected on principal components.
 *
 * @param count the number of components, 0 for none
 * @param allRows whether components are fitted to all rows and not to the training rows alone
 * @param center whether the mean is taken off first
 */
public record Projection(int count, boolean allRows, boolean center) {

    /** No projection. */
    public static final Projection NONE = new Projection(0, false, true);

    /**
     * Fits the components to the standardized rows that train at least one task, or to all rows.
     *
     * @return none if there is no projection
     */
    public Optional<PrincipalComponents> fit(Dataset data, Standardization standardization) {
        if (count == 0) {
            return Optional.empty();
        }
        PrincipalComponents.requireOptions(standardization.mode(), count);
        DataRows rows = allRows ? DataRows.all(data.features().rows()) : DataRows.training(data.tasks());
        return Optional.of(PrincipalComponents.fit(data.features(), rows, standardization, count, center));
    }
}
