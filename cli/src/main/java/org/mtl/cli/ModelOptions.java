package org.mtl.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;

/** How a model is opened: where its data lies now, and on what its networks are computed. */
final class ModelOptions {

    @Mixin
    private ModelDataOptions dataOptions = new ModelDataOptions();

    @Mixin
    private DeviceOption deviceOption = new DeviceOption();

    Optional<String> data() {
        return dataOptions.data();
    }

    DeviceOption device() {
        return deviceOption;
    }
}
