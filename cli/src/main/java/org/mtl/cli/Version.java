package org.mtl.cli;

/**
 * The versions of this tool and of what it computes with, known without loading any of it.
 *
 * @param tool version of mtl
 * @param java version and vendor of the running JVM
 * @param openblas version of OpenBLAS
 * @param javacpp version of the JavaCPP bridge through which it is called
 * @param ortools version of OR-Tools, whose solver groups tasks
 */
public record Version(String tool, String java, String openblas, String javacpp, String ortools) {

    /** The versions that this build was made with and the JVM it runs on. */
    public static Version current() {
        int hyphen = BuildVersions.OPENBLAS.indexOf('-');
        return new Version(
                BuildVersions.TOOL,
                System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
                hyphen < 0 ? BuildVersions.OPENBLAS : BuildVersions.OPENBLAS.substring(0, hyphen),
                BuildVersions.JAVACPP,
                BuildVersions.ORTOOLS);
    }

    /** One line each for tool, JVM, numeric backend and solver, as {@code mtl --version} prints them. */
    public String lines() {
        return "mtl " + tool + "\njava " + java + "\nopenblas " + openblas + " (javacpp " + javacpp + ")\nor-tools " + ortools + "\n";
    }
}
