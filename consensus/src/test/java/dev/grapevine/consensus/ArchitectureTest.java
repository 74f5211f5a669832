package dev.grapevine.consensus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.consensus.testing.ArchitectureRules;

/** What makes the numbers of this module the same on every machine: nothing in here looks at the world. */
class ArchitectureTest {

    private static final JavaClasses CONSENSUS = ArchitectureRules.mainClasses("dev.grapevine.consensus");

    private static final ArchRule STANDS_BELOW_ALL_OTHER_MODULES = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.grapevine.gossip..", "dev.grapevine.node..", "dev.grapevine.sim..",
                    "dev.grapevine.testbed..");
    private static final ArchRule TALKS_TO_NOBODY = ArchitectureRules.talksToNobody(noClasses().should());
    private static final ArchRule STARTS_NO_THREADS = ArchitectureRules.startsNoThreads(noClasses().should());
    private static final ArchRule HAS_NO_CLOCK = ArchitectureRules.hasNoClock(noClasses().should());
    private static final ArchRule DRAWS_NO_RANDOM_NUMBERS = ArchitectureRules
            .drawsFromItsOwnRandomnessOnly(noClasses().should()).orShould().dependOnClassesThat()
            .resideInAPackage("java.security..");

    private static final List<ArchRule> RULES = List.of(STANDS_BELOW_ALL_OTHER_MODULES, TALKS_TO_NOBODY,
            STARTS_NO_THREADS, HAS_NO_CLOCK, DRAWS_NO_RANDOM_NUMBERS,
            ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            ArchitectureRules.hasNoCycles("dev.grapevine.consensus.(**)"));

    @ParameterizedTest
    @FieldSource("RULES")
    void rule_ofMainClasses_holds(ArchRule rule) {
        assertThat(CONSENSUS.size()).isGreaterThan(20);
        rule.check(CONSENSUS);
    }

    @Test
    void everyRule_brokenByTheOffender_findsIt() {
        for (ArchRule rule : List.of(TALKS_TO_NOBODY, STARTS_NO_THREADS, HAS_NO_CLOCK, DRAWS_NO_RANDOM_NUMBERS,
                ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS)) {
            ArchitectureRules.assertBroken(rule, Offender.class);
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
