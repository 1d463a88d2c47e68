package org.mtl.cli;

import org.mtl.MtlException;

/**
 * The value of {@code --correction}: {@code none}, {@code newton} or {@code newton:STEPS}.
 *
 * @param steps the number of Newton steps, 0 for none
 */
record Correction(int steps) {

    /** Reads the option. */
    static Correction parse(String text) {
        if (text.equals("none")) {
            return new Correction(0);
        }
        if (text.equals("newton")) {
            return new Correction(1);
        }
        if (text.matches("newton:[1-9][0-9]{0,3}")) {
            return new Correction(Integer.parseInt(text.substring("newton:".length())));
        }
        throw MtlException.usage("--correction: expected none, newton or newton:STEPS, found '" + text + "'");
    }

    boolean isNewton() {
        return steps > 0;
    }
}
