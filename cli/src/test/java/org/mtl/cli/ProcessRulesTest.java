package org.mtl.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileDescriptor;
import org.junit.jupiter.api.Test;

/** What belongs to the process stays in {@link Main}: commands read, print and end through their context. */
class ProcessRulesTest {

    private static final JavaClasses PRODUCT = load();

    @Test
    void theLibraryDoesNotKnowTheCommandLine() {
        noClasses().that().resideOutsideOfPackage("org.mtl.cli..")
                .should().dependOnClassesThat().resideInAPackage("org.mtl.cli..")
                .check(PRODUCT);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses().that().doNotBelongToAnyOf(Main.class)
                .should().callMethod(System.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "halt", int.class)
                .check(PRODUCT);
    }

    @Test
    void onlyMainHoldsTheStandardStreams() {
        noClasses().that().doNotBelongToAnyOf(Main.class)
                .should().dependOnClassesThat().areAssignableTo(FileDescriptor.class)
                .orShould().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .orShould().accessField(System.class, "in")
                .check(PRODUCT);
    }

    /** Reads our classes only; looking up all that they use would take longer, and no rule needs it. */
    private static JavaClasses load() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.mtl");
    }
}
