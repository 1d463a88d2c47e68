package org.mtl.cli;

/** The words of options that are answered with yes or no. */
enum YesNo {
    yes,
    no
}
