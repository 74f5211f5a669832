package dev.grapevine.gossip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
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

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.strategy.pairwise.PairwiseRoom;

/** What makes the protocol a pure step function: the same events give the same effects, on every machine. */
class ArchitectureTest {

    private static final JavaClasses GOSSIP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.grapevine.gossip");
    private static final List<String> UNREPRODUCIBLE_MATHEMATICS = List.of("exp", "expm1", "log", "log10", "log1p",
            "pow", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot",
            "random");

    private static final ArchRule STANDS_ON_CONSENSUS_ONLY = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.grapevine.node..", "dev.grapevine.sim..", "dev.grapevine.testbed..");
    private static final ArchRule TALKS_TO_NOBODY = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.io..");
    private static final ArchRule STARTS_NO_THREADS = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..").orShould().dependOnClassesThat()
            .belongToAnyOf(Thread.class);
    private static final ArchRule HAS_NO_CLOCK = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(?!Duration).*").orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis");
    private static final ArchRule DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(.*Random.*|UUID)").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom");
    private static final ArchRule CALLS_NO_MATHEMATICS_THAT_DIFFERS = noClasses().should()
            .callMethodWhere(isOneOf(Math.class, UNREPRODUCIBLE_MATHEMATICS));
    private static final ArchRule LEAVES_ARITHMETIC_TO_CONSENSUS = noClasses().should().dependOnClassesThat()
            .resideInAPackage("dev.grapevine.consensus.kernel");
    private static final ArchRule HAS_NO_COLLECTION_IN_RANDOM_ORDER = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable)").orShould()
            .callMethodWhere(isOneOf(Set.class, List.of("of", "copyOf"))).orShould()
            .callMethodWhere(isOneOf(Map.class, List.of("ofEntries", "copyOf"))).orShould()
            .callMethodWhere(isOneOf(Map.class, List.of("of")).and(hasArguments())).orShould()
            .callMethodWhere(isOneOf(Collectors.class, List.of("toSet", "toUnmodifiableSet", "toMap",
                    "toUnmodifiableMap", "groupingBy", "partitioningBy")));
    /** So a new way of talking is one package and one line of registration. */
    private static final ArchRule ONLY_THE_LIST_OF_ROOMS_NAMES_STRATEGIES = noClasses().that()
            .resideOutsideOfPackages("dev.grapevine.gossip.strategy.*..", "dev.grapevine.gossip.room..").should()
            .dependOnClassesThat().resideInAPackage("dev.grapevine.gossip.strategy.*..");

    private static final List<ArchRule> RULES = List.of(STANDS_ON_CONSENSUS_ONLY, TALKS_TO_NOBODY, STARTS_NO_THREADS,
            HAS_NO_CLOCK, DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY, CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            LEAVES_ARITHMETIC_TO_CONSENSUS, HAS_NO_COLLECTION_IN_RANDOM_ORDER, ONLY_THE_LIST_OF_ROOMS_NAMES_STRATEGIES,
            slices().matching("dev.grapevine.gossip.(*)..").should().beFreeOfCycles());

    private static DescribedPredicate<JavaMethodCall> isOneOf(Class<?> owner, List<String> methods) {
        return DescribedPredicate.describe("one of " + owner.getSimpleName() + "." + methods,
                call -> call.getTargetOwner().isEquivalentTo(owner) && methods.contains(call.getName()));
    }

    private static DescribedPredicate<JavaMethodCall> hasArguments() {
        return DescribedPredicate.describe("with arguments",
                call -> !call.getTarget().getRawParameterTypes().isEmpty());
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        assertThat(GOSSIP.size()).isGreaterThan(40);
        rule.check(GOSSIP);
    }

    @Test
    void whoeverBreaksARuleIsFound() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        for (ArchRule rule : List.of(TALKS_TO_NOBODY, STARTS_NO_THREADS, HAS_NO_CLOCK,
                DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY, CALLS_NO_MATHEMATICS_THAT_DIFFERS, LEAVES_ARITHMETIC_TO_CONSENSUS,
                HAS_NO_COLLECTION_IN_RANDOM_ORDER, ONLY_THE_LIST_OF_ROOMS_NAMES_STRATEGIES)) {
            assertThat(rule.evaluate(offender).hasViolation()).as(rule.getDescription()).isTrue();
        }
    }

    @Test
    void everyWayToARandomOrderIsFound() {
        for (Class<?> offender : List.of(WithHashSet.class, WithSetOf.class, WithMapOf.class, WithGrouping.class)) {
            assertThat(HAS_NO_COLLECTION_IN_RANDOM_ORDER.evaluate(new ClassFileImporter().importClasses(offender))
                    .hasViolation()).as(offender.getSimpleName()).isTrue();
        }
        assertThat(HAS_NO_COLLECTION_IN_RANDOM_ORDER.evaluate(new ClassFileImporter().importClasses(Innocent.class))
                .hasViolation()).isFalse();
    }

    @Test
    void nothingCalculatesWithFloatingPoint() throws URISyntaxException {
        Path classes = Path.of(PeerProtocol.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(FloatingPointArithmetic.in(classes)).isEmpty();
    }

    @Test
    void calculatingWithFloatingPointIsFound() throws IOException {
        try (InputStream classFile = Offender.class
                .getResourceAsStream("/" + Offender.class.getName().replace('.', '/') + ".class")) {
            assertThat(FloatingPointArithmetic.in(classFile.readAllBytes()))
                    .contains(Offender.class.getName().replace('.', '/') + ".calculates: FMUL");
        }
    }

    /** Does all that is not allowed. */
    private static final class Offender {

        Stream<Object> looksAtTheWorld() {
            Thread.onSpinWait();
            return Stream.of(Instant.now(), ThreadLocalRandom.current(), Math.exp(System.nanoTime()), new File("."),
                    Kernels.best(), new HashSet<>(), new PairwiseRoom());
        }

        float calculates(float value) {
            return value * 3;
        }
    }

    private static final class WithHashSet {
        Object order(List<String> names) {
            return new HashSet<>(names);
        }
    }

    private static final class WithSetOf {
        Object order() {
            return Set.of("a", "b");
        }
    }

    private static final class WithMapOf {
        Object order() {
            return Map.of("a", "b");
        }
    }

    private static final class WithGrouping {
        Object order(List<String> names) {
            return names.stream().collect(Collectors.groupingBy(String::length));
        }
    }

    private static final class Innocent {
        Object order() {
            return List.of(Map.of(), List.of("a", "b"));
        }
    }
}
