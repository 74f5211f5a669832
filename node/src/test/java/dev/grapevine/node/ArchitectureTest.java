package dev.grapevine.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.consensus.testing.ArchitectureRules;
import dev.grapevine.node.replica.Offender;

/**
 * The inside of the node does not depend on its surroundings: the replica, and the preparation and results of runs,
 * work without sockets and compute the same everywhere.
 */
class ArchitectureTest {

    private static final JavaClasses NODE = ArchitectureRules.mainClasses("dev.grapevine.node");
    private static final String[] SHELL = {"dev.grapevine.node.driver..", "dev.grapevine.node.transport..",
            "dev.grapevine.node.membership..", "dev.grapevine.node.http..", "dev.grapevine.node.store..",
            "dev.grapevine.node.terminal..", "dev.grapevine.node.log..", "dev.grapevine.node.cli.."};
    private static final String[] INSIDE = {"dev.grapevine.node.replica..", "dev.grapevine.node.run..",
            "dev.grapevine.node.result..", "dev.grapevine.node.words.."};

    private static final ArchRule NODE_IS_BELOW_SIMULATOR_AND_TESTBED = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.grapevine.sim..", "dev.grapevine.testbed..");
    private static final ArchRule INSIDE_KNOWS_NO_VERTX_AND_NO_HAZELCAST = noClasses().that()
            .resideInAnyPackage(INSIDE).or().resideInAPackage("dev.grapevine.node.store..").should()
            .dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..", "com.hazelcast..");
    private static final ArchRule REPLICA_KNOWS_NO_RUN = noClasses().that()
            .resideInAPackage("dev.grapevine.node.replica..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.grapevine.node.run..", "dev.grapevine.node.result..");
    private static final ArchRule WORDS_KNOW_NOTHING_ELSE = noClasses().that()
            .resideInAPackage("dev.grapevine.node.words..").should().dependOnClassesThat(
                    JavaClass.Predicates.resideInAPackage("dev.grapevine..")
                            .and(DescribedPredicate.not(JavaClass.Predicates
                                    .resideInAPackage("dev.grapevine.node.words.."))));
    private static final ArchRule INSIDE_KNOWS_NO_SURROUNDINGS = noClasses().that()
            .resideInAnyPackage(INSIDE).should()
            .dependOnClassesThat().resideInAnyPackage(SHELL);
    private static final ArchRule REPLICA_HAS_NO_CLOCK = ArchitectureRules.hasNoClock(noClasses().that()
            .resideInAPackage("dev.grapevine.node.replica..").should());
    private static final ArchRule INSIDE_DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY = ArchitectureRules
            .drawsFromItsOwnRandomnessOnly(noClasses().that().resideInAnyPackage(INSIDE).should());
    private static final ArchRule INSIDE_STARTS_NO_THREADS = noClasses().that()
            .resideInAnyPackage(INSIDE).should()
            .dependOnClassesThat().resideInAPackage("java.util.concurrent..").orShould()
            .callConstructor(Thread.class, Runnable.class).orShould().callMethod(Thread.class, "start").orShould()
            .callMethod(Thread.class, "ofVirtual").orShould().callMethod(Thread.class, "ofPlatform").orShould()
            .callMethod(Thread.class, "startVirtualThread", Runnable.class);

    private static final List<ArchRule> RULES = List.of(NODE_IS_BELOW_SIMULATOR_AND_TESTBED,
            INSIDE_KNOWS_NO_VERTX_AND_NO_HAZELCAST, REPLICA_KNOWS_NO_RUN, INSIDE_KNOWS_NO_SURROUNDINGS,
            REPLICA_HAS_NO_CLOCK, INSIDE_DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY,
            ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            INSIDE_STARTS_NO_THREADS, WORDS_KNOW_NOTHING_ELSE,
            ArchitectureRules.hasNoCycles("dev.grapevine.node.(*).."),
            ArchitectureRules.hasNoCycles("dev.grapevine.node.replica.(*).."),
            ArchitectureRules.hasNoCycles("dev.grapevine.node.replica.data.(*).."));

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        assertThat(NODE.size()).isGreaterThan(100);
        rule.check(NODE);
    }

    @Test
    void violationOfRuleIsDetected() {
        for (ArchRule rule : List.of(INSIDE_KNOWS_NO_VERTX_AND_NO_HAZELCAST, REPLICA_KNOWS_NO_RUN,
                INSIDE_KNOWS_NO_SURROUNDINGS, REPLICA_HAS_NO_CLOCK, INSIDE_DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY,
                ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS, INSIDE_STARTS_NO_THREADS)) {
            ArchitectureRules.assertBroken(rule, Offender.class);
        }
    }
}
