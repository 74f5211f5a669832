package dev.grapevine.gossip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.testing.ArchitectureRules;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.strategy.pairwise.PairwiseRoom;

/** The rules that make the protocol a pure step function: the same events give the same effects, on every machine. */
class ArchitectureTest {

    private static final JavaClasses GOSSIP = ArchitectureRules.mainClasses("dev.grapevine.gossip");

    private static final ArchRule STANDS_ON_CONSENSUS_ONLY = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.grapevine.node..", "dev.grapevine.sim..", "dev.grapevine.testbed..");
    private static final ArchRule TALKS_TO_NOBODY = ArchitectureRules.talksToNobody(noClasses().should());
    private static final ArchRule STARTS_NO_THREADS = ArchitectureRules.startsNoThreads(noClasses().should());
    private static final ArchRule HAS_NO_CLOCK = ArchitectureRules.knowsDurationsOnly(noClasses().should());
    private static final ArchRule DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY = ArchitectureRules
            .drawsFromItsOwnRandomnessOnly(noClasses().should());
    private static final ArchRule LEAVES_ARITHMETIC_TO_CONSENSUS = noClasses().should().dependOnClassesThat()
            .resideInAPackage("dev.grapevine.consensus.kernel");
    private static final ArchRule HAS_NO_COLLECTION_IN_RANDOM_ORDER = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable)").orShould()
            .callMethodWhere(ArchitectureRules.isOneOf(Set.class, List.of("of", "copyOf"))).orShould()
            .callMethodWhere(ArchitectureRules.isOneOf(Map.class, List.of("ofEntries", "copyOf"))).orShould()
            .callMethodWhere(ArchitectureRules.isOneOf(Map.class, List.of("of")).and(hasArguments())).orShould()
            .callMethodWhere(ArchitectureRules.isOneOf(Collectors.class, List.of("toSet", "toUnmodifiableSet", "toMap",
                    "toUnmodifiableMap", "groupingBy", "partitioningBy")));
    /** So a new room is one package and one line of registration. */
    private static final ArchRule ONLY_THE_LIST_OF_ROOMS_NAMES_STRATEGIES = noClasses().that()
            .resideOutsideOfPackages("dev.grapevine.gossip.strategy.*..", "dev.grapevine.gossip.room..").should()
            .dependOnClassesThat().resideInAPackage("dev.grapevine.gossip.strategy.*..");

    private static final List<ArchRule> RULES = List.of(STANDS_ON_CONSENSUS_ONLY, TALKS_TO_NOBODY, STARTS_NO_THREADS,
            HAS_NO_CLOCK, DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY, ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            LEAVES_ARITHMETIC_TO_CONSENSUS, HAS_NO_COLLECTION_IN_RANDOM_ORDER, ONLY_THE_LIST_OF_ROOMS_NAMES_STRATEGIES,
            ArchitectureRules.hasNoCycles("dev.grapevine.gossip.(*).."));

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
    void ruleViolationIsFound() {
        for (ArchRule rule : List.of(TALKS_TO_NOBODY, STARTS_NO_THREADS, HAS_NO_CLOCK,
                DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY, ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS,
                LEAVES_ARITHMETIC_TO_CONSENSUS,
                HAS_NO_COLLECTION_IN_RANDOM_ORDER, ONLY_THE_LIST_OF_ROOMS_NAMES_STRATEGIES)) {
            ArchitectureRules.assertBroken(rule, Offender.class);
        }
    }

    @Test
    void everySourceOfRandomOrderIsFound() {
        for (Class<?> offender : List.of(WithHashSet.class, WithSetOf.class, WithMapOf.class, WithGrouping.class)) {
            ArchitectureRules.assertBroken(HAS_NO_COLLECTION_IN_RANDOM_ORDER, offender);
        }
        assertThat(ArchitectureRules.isBroken(HAS_NO_COLLECTION_IN_RANDOM_ORDER, Innocent.class)).isFalse();
    }

    @Test
    void noClassCalculatesWithFloatingPoint() throws URISyntaxException {
        Path classes = Path.of(PeerProtocol.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(FloatingPointArithmetic.in(classes)).isEmpty();
    }

    @Test
    void floatingPointArithmeticIsFound() throws IOException {
        try (InputStream classFile = Offender.class
                .getResourceAsStream("/" + Offender.class.getName().replace('.', '/') + ".class")) {
            assertThat(FloatingPointArithmetic.in(classFile.readAllBytes()))
                    .contains(Offender.class.getName().replace('.', '/') + ".calculates: FMUL");
        }
    }

    /** Breaks every rule. */
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
