package org.mtl.cli;

/** Filled in by the build. Constants and not a resource: opening the jar for one takes a third of {@code --version}. */
final class BuildVersions {

    static final String TOOL = "${project.version}";
    /** The preset's version: OpenBLAS's own, a hyphen, and JavaCPP's. */
    static final String OPENBLAS = "${openblas.version}";
    static final String JAVACPP = "${javacpp.version}";
    static final String ORTOOLS = "${ortools.version}";

    private BuildVersions() {}
}
