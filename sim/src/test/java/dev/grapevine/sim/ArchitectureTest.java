package dev.grapevine.sim;

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
import dev.grapevine.sim.check.Offender;

/** The simulator has the protocol and the replica of a real node, and nothing of what is around them there. */
class ArchitectureTest {

    private static final JavaClasses SIM = ArchitectureRules.mainClasses("dev.grapevine.sim");

    private static final ArchRule HAS_NO_SOCKETS = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "com.hazelcast..", "java.net..", "java.nio.channels..");
    private static final ArchRule HAS_OF_THE_NODE_ONLY_ITS_INSIDE = noClasses().should().dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.grapevine.node..").and(
                    DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage("dev.grapevine.node.replica..",
                            "dev.grapevine.node.run..", "dev.grapevine.node.result..", "dev.grapevine.node.words..",
                            "dev.grapevine.node.terminal.."))));
    private static final ArchRule STANDS_BELOW_THE_TESTBED = noClasses().should().dependOnClassesThat()
            .resideInAPackage("dev.grapevine.testbed..");
    /** Real time is only for telling users how long it took; what measures it inside is handed a stopwatch. */
    private static final ArchRule KNOWS_VIRTUAL_TIME_ONLY = ArchitectureRules.knowsDurationsOnly(noClasses().that()
            .resideOutsideOfPackages("dev.grapevine.sim.cli..", "dev.grapevine.sim.report..").should());
    private static final ArchRule DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY = ArchitectureRules
            .drawsFromItsOwnRandomnessOnly(noClasses().should());

    private static final List<ArchRule> RULES = List.of(HAS_NO_SOCKETS, HAS_OF_THE_NODE_ONLY_ITS_INSIDE,
            STANDS_BELOW_THE_TESTBED, KNOWS_VIRTUAL_TIME_ONLY, DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY,
            ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            ArchitectureRules.hasNoCycles("dev.grapevine.sim.(*).."));

    @ParameterizedTest
    @FieldSource("RULES")
    void rule_ofMainClasses_holds(ArchRule rule) {
        assertThat(SIM.size()).isGreaterThan(20);
        rule.check(SIM);
    }

    @Test
    void everyRule_brokenByTheOffender_findsIt() {
        for (ArchRule rule : List.of(HAS_NO_SOCKETS, HAS_OF_THE_NODE_ONLY_ITS_INSIDE, KNOWS_VIRTUAL_TIME_ONLY,
                DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY, ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS)) {
            ArchitectureRules.assertBroken(rule, Offender.class);
        }
    }
}
