package org.mtl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the floors of the library: what a package uses lies below it. */
class FloorsTest {

    private static final String BASE = "org.mtl";

    /** The packages by floor, from the ground up; the empty name is {@code org.mtl} itself. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of(""),
            Set.of("linalg", "io", "parallel"),
            Set.of("data", "data.synthetic", "data.convert", "data.inspection", "clustering"),
            Set.of("model", "model.network", "model.tribuo", "metrics", "plot"),
            Set.of("store"),
            Set.of("training", "training.network", "training.tribuo", "training.weighting", "training.combining", "training.updating"),
            Set.of("influence", "influence.network", "affinity", "selection", "grouping"),
            Set.of("evaluation", "continual"));

    /** Uses that stay on a floor. The parts of {@code training} are what it is made of. */
    private static final Map<String, Set<String>> BESIDE = Map.ofEntries(
            Map.entry("data.synthetic", Set.of("data")),
            Map.entry("data.convert", Set.of("data")),
            Map.entry("model.network", Set.of("model")),
            Map.entry("model.tribuo", Set.of("model")),
            Map.entry("training.tribuo", Set.of("training")),
            Map.entry("training.network", Set.of("training", "training.weighting", "training.combining", "training.updating")),
            Map.entry("data.inspection", Set.of("data")),
            Map.entry("training", Set.of("training.weighting", "training.combining", "training.updating")),
            Map.entry("influence.network", Set.of("influence")),
            Map.entry("affinity", Set.of("influence")),
            Map.entry("selection", Set.of("influence")));

    /** Uses that lie below and are still not allowed: grouping works on any matrix, whatever it was measured with. */
    private static final Map<String, Set<String>> NEVER = Map.of(
            "grouping", Set.of("model", "store", "training"));

    private static final JavaClasses LIBRARY = load();

    @Test
    void everyPackageHasAFloor() {
        Set<String> packages = LIBRARY.stream().map(FloorsTest::packageOf).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(packages.containsAll(Set.of("", "io", "data", "model")), "not the library: " + packages);
        packages.removeIf(name -> floor(name) >= 0);
        assertEquals(Set.of(), packages, "packages without a floor; DESIGN says where things live");
    }

    @Test
    void everyUseGoesDown() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass user : LIBRARY) {
            for (Dependency use : user.getDirectDependenciesFromSelf()) {
                String from = packageOf(user);
                String to = packageOf(use.getTargetClass().getBaseComponentType());
                if (isOurs(use.getTargetClass().getBaseComponentType()) && !mayUse(from, to)) {
                    wrong.add(use.getDescription());
                }
            }
        }
        assertEquals(Set.of(), wrong, "uses that do not go down");
    }

    @Test
    void nothingGoesInACircle() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void theLibraryPrintsNothing() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
    }

    @Test
    void theLibraryNeverExits() {
        noClasses()
                .should().callMethod(System.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "halt", int.class)
                .check(LIBRARY);
    }

    @Test
    void theLibraryKnowsNoCommandLine() {
        noClasses()
                .should().dependOnClassesThat().resideInAnyPackage(BASE + ".cli..", "picocli..")
                .check(LIBRARY);
    }

    /** The rule itself, at the places where it is easily got wrong. */
    @Test
    void theRuleIsTheOneOfTheDesign() {
        assertTrue(mayUse("data", "io") && mayUse("store", "") && mayUse("selection", "influence"));
        assertTrue(mayUse("data.synthetic", "data") && mayUse("grouping", "clustering"));
        assertFalse(mayUse("io", "linalg") || mayUse("data", "data.synthetic") || mayUse("influence", "selection"));
        assertFalse(mayUse("grouping", "model") || mayUse("data", "store") || mayUse("io", "unheard.of"));
    }

    private static boolean mayUse(String from, String to) {
        if (from.equals(to)) {
            return true;
        }
        if (floor(to) < 0 || NEVER.getOrDefault(from, Set.of()).contains(top(to))) {
            return false;
        }
        return floor(to) < floor(from) || BESIDE.getOrDefault(from, Set.of()).contains(to);
    }

    private static int floor(String packageName) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(packageName)) {
                return floor;
            }
        }
        return -1;
    }

    private static String top(String packageName) {
        return packageName.replaceFirst("\\..*", "");
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(BASE) || type.getPackageName().startsWith(BASE + ".");
    }

    /** The package below the base package; empty for that itself. */
    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.length() > BASE.length() ? name.substring(BASE.length() + 1) : "";
    }

    /** Reads our classes only; looking up all that they use would take longer, and no rule needs it. */
    private static JavaClasses load() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(BASE);
    }
}
