package dev.grapevine.consensus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** What makes the numbers of this module the same on every machine: nothing in here looks at the world. */
class ArchitectureTest {

    private static final JavaClasses CONSENSUS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.grapevine.consensus");
    private static final List<String> UNREPRODUCIBLE_MATHEMATICS = List.of("exp", "expm1", "log", "log10", "log1p",
            "pow", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot",
            "random");

    private static final ArchRule STANDS_BELOW_ALL_OTHER_MODULES = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.grapevine.gossip..", "dev.grapevine.node..", "dev.grapevine.sim..",
                    "dev.grapevine.testbed..");
    private static final ArchRule TALKS_TO_NOBODY = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.io..");
    private static final ArchRule STARTS_NO_THREADS = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..").orShould().dependOnClassesThat()
            .belongToAnyOf(Thread.class);
    private static final ArchRule HAS_NO_CLOCK = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("java.time..").orShould().callMethod(System.class, "nanoTime").orShould()
            .callMethod(System.class, "currentTimeMillis");
    private static final ArchRule DRAWS_NO_RANDOM_NUMBERS = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(.*Random.*|UUID)").orShould().dependOnClassesThat()
            .resideInAnyPackage("java.security..", "java.util.random..");
    private static final ArchRule CALLS_NO_MATHEMATICS_THAT_DIFFERS = noClasses().should()
            .callMethodWhere(isOneOf(Math.class, UNREPRODUCIBLE_MATHEMATICS));

    private static final List<ArchRule> RULES = List.of(STANDS_BELOW_ALL_OTHER_MODULES, TALKS_TO_NOBODY,
            STARTS_NO_THREADS, HAS_NO_CLOCK, DRAWS_NO_RANDOM_NUMBERS, CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            slices().matching("dev.grapevine.consensus.(**)").should().beFreeOfCycles());

    private static DescribedPredicate<JavaMethodCall> isOneOf(Class<?> owner, List<String> methods) {
        return DescribedPredicate.describe("one of " + owner.getSimpleName() + "." + methods,
                call -> call.getTargetOwner().isEquivalentTo(owner) && methods.contains(call.getName()));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        assertThat(CONSENSUS.size()).isGreaterThan(20);
        rule.check(CONSENSUS);
    }

    @Test
    void everyBrokenRuleIsFound() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        for (ArchRule rule : List.of(TALKS_TO_NOBODY, STARTS_NO_THREADS, HAS_NO_CLOCK, DRAWS_NO_RANDOM_NUMBERS,
                CALLS_NO_MATHEMATICS_THAT_DIFFERS)) {
            assertThat(rule.evaluate(offender).hasViolation()).as(rule.getDescription()).isTrue();
        }
    }

    /** Does all that is not allowed. */
    private static final class Offender {

        Stream<Object> looksAtTheWorld() {
            Thread.onSpinWait();
            return Stream.of(Instant.now(), ThreadLocalRandom.current(), Math.exp(System.nanoTime()),
                    new File("."));
        }
    }
}
