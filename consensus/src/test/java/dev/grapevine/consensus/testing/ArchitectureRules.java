package dev.grapevine.consensus.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;

/**
 * Rules that several modules keep, each for the classes that it is asked for: {@code hasNoClock(noClasses().should())}, or
 * {@code hasNoClock(noClasses().that()….should())} where some may.
 */
public final class ArchitectureRules {

    /** Methods of {@link Math} whose results may differ between machines; {@link StrictMath} has the same everywhere. */
    private static final List<String> UNREPRODUCIBLE_MATHEMATICS = List.of("exp", "expm1", "log", "log10", "log1p",
            "pow", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot",
            "random");

    public static final ArchRule CALLS_NO_MATHEMATICS_THAT_DIFFERS = noClasses().should()
            .callMethodWhere(isOneOf(Math.class, UNREPRODUCIBLE_MATHEMATICS));

    private ArchitectureRules() {}

    /** All classes of a package and those below it, without tests. */
    public static JavaClasses mainClasses(String root) {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(root);
    }

    /** No sockets, no files, no streams. */
    public static ArchRule talksToNobody(ClassesShould noClasses) {
        return noClasses.dependOnClassesThat().resideInAnyPackage("java.net..", "java.nio.channels..",
                "java.nio.file..", "java.io..");
    }

    /** Nor does it know of any, or wait for another. */
    public static ArchRule startsNoThreads(ClassesShould noClasses) {
        return noClasses.dependOnClassesThat().resideInAnyPackage("java.util.concurrent..").orShould()
                .dependOnClassesThat().belongToAnyOf(Thread.class);
    }

    /** Neither times nor lengths of time. */
    public static ArchRule hasNoClock(ClassesShould noClasses) {
        return readsNoClock(noClasses.dependOnClassesThat().resideInAnyPackage("java.time.."));
    }

    /** Lengths of time only. */
    public static ArchRule knowsDurationsOnly(ClassesShould noClasses) {
        return readsNoClock(noClasses.dependOnClassesThat().haveNameMatching("java\\.time\\.(?!Duration).*"));
    }

    private static ArchRule readsNoClock(ClassesShouldConjunction dependOnTime) {
        return dependOnTime.orShould().callMethod(System.class, "nanoTime").orShould()
                .callMethod(System.class, "currentTimeMillis");
    }

    /** All that is random comes from seeds. */
    public static ClassesShouldConjunction drawsFromItsOwnRandomnessOnly(ClassesShould noClasses) {
        return noClasses.dependOnClassesThat().haveNameMatching("java\\.util\\.(.*Random.*|UUID)").orShould()
                .dependOnClassesThat().haveFullyQualifiedName("java.security.SecureRandom");
    }

    /**
     * No two packages need each other, not even by way of others.
     *
     * @param packages with brackets around what tells them apart, such as {@code dev.grapevine.gossip.(*)..}
     */
    public static ArchRule hasNoCycles(String packages) {
        return slices().matching(packages).should().beFreeOfCycles();
    }

    /** Calls of one of the methods. */
    public static DescribedPredicate<JavaMethodCall> isOneOf(Class<?> owner, List<String> methods) {
        return DescribedPredicate.describe("one of " + owner.getSimpleName() + "." + methods,
                call -> call.getTargetOwner().isEquivalentTo(owner) && methods.contains(call.getName()));
    }

    /** The rule finds something in these classes. */
    public static void assertBroken(ArchRule rule, Class<?>... offenders) {
        assertThat(isBroken(rule, offenders)).as(rule.getDescription()).isTrue();
    }

    /** Whether the rule finds something in these classes. */
    public static boolean isBroken(ArchRule rule, Class<?>... classes) {
        return rule.evaluate(new ClassFileImporter().importClasses(classes)).hasViolation();
    }
}
