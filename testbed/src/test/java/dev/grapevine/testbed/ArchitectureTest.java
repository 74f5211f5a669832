package dev.grapevine.testbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.consensus.testing.ArchitectureRules;

/** The testbed meets nodes as processes: it looks into none, none needs it, and measuring is apart from running. */
class ArchitectureTest {

    private static final JavaClasses GRAPEVINE = ArchitectureRules.mainClasses("dev.grapevine");
    private static final String BENCH = "dev.grapevine.testbed.bench..";
    private static final String COMMANDS = "dev.grapevine.testbed.cli..";
    private static final String LAUNCHING = "dev.grapevine.testbed.launch..";
    private static final String[] COLLECTING = {"dev.grapevine.testbed.network..", "dev.grapevine.testbed.disturb..",
            "dev.grapevine.testbed.collect.."};
    private static final String[] RUNNING = {LAUNCHING, "dev.grapevine.testbed.network..",
            "dev.grapevine.testbed.disturb..", "dev.grapevine.testbed.collect.."};

    private static final ArchRule NOTHING_ELSE_NEEDS_IT = noClasses().that()
            .resideOutsideOfPackage("dev.grapevine.testbed..").should().dependOnClassesThat()
            .resideInAPackage("dev.grapevine.testbed..");
    /** What runs in a node's process is asked over its ports, and read in its folder. */
    private static final ArchRule LOOKS_INTO_NO_NODE = noClasses().that().resideInAnyPackage(RUNNING).or()
            .resideInAPackage(COMMANDS).should().dependOnClassesThat().resideInAnyPackage("dev.grapevine.gossip..",
                    "dev.grapevine.node.driver..", "dev.grapevine.node.store..", "io.vertx..", "io.netty..",
                    "com.hazelcast..");
    private static final ArchRule ONLY_COMMANDS_KNOW_BENCHMARKS = noClasses().that().resideInAnyPackage(RUNNING)
            .should().dependOnClassesThat().resideInAPackage(BENCH);
    private static final ArchRule BENCHMARKS_RUN_NO_CLUSTER = noClasses().that().resideInAPackage(BENCH).should()
            .dependOnClassesThat().resideInAnyPackage(COLLECTING).orShould().dependOnClassesThat()
            .resideInAPackage(COMMANDS);
    /** Except what measures node processes themselves. */
    private static final ArchRule BENCHMARKS_START_NO_NODE = noClasses().that().resideInAPackage(BENCH).and()
            .haveNameNotMatching(".*\\.Node[A-Z][^.]*").should().dependOnClassesThat().resideInAPackage(LAUNCHING);
    private static final ArchRule NOTHING_NEEDS_COMMANDS = noClasses().that().resideInAnyPackage(RUNNING).should()
            .dependOnClassesThat().resideInAPackage(COMMANDS);
    private static final ArchRule HAS_NO_CYCLES = ArchitectureRules.hasNoCycles("dev.grapevine.testbed.(*)..");

    private static final List<ArchRule> RULES = List.of(NOTHING_ELSE_NEEDS_IT, LOOKS_INTO_NO_NODE,
            ONLY_COMMANDS_KNOW_BENCHMARKS, BENCHMARKS_RUN_NO_CLUSTER, BENCHMARKS_START_NO_NODE, NOTHING_NEEDS_COMMANDS,
            HAS_NO_CYCLES,
            ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS);

    @ParameterizedTest
    @FieldSource("RULES")
    void rule_ofMainClasses_holds(ArchRule rule) {
        assertThat(GRAPEVINE.containPackage("dev.grapevine.node.driver")).isTrue();
        assertThat(GRAPEVINE.containPackage("dev.grapevine.testbed.network")).isTrue();
        rule.check(GRAPEVINE);
    }

    @Test
    void everyRule_brokenByAnOffender_findsIt() {
        Class<?> below = dev.grapevine.offender.Offender.class;
        Class<?> collecting = dev.grapevine.testbed.collect.Offender.class;
        Class<?> measuring = dev.grapevine.testbed.bench.Offender.class;
        ArchitectureRules.assertBroken(NOTHING_ELSE_NEEDS_IT, below);
        for (ArchRule rule : List.of(LOOKS_INTO_NO_NODE, ONLY_COMMANDS_KNOW_BENCHMARKS, NOTHING_NEEDS_COMMANDS,
                ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS)) {
            ArchitectureRules.assertBroken(rule, collecting);
        }
        ArchitectureRules.assertBroken(BENCHMARKS_RUN_NO_CLUSTER, measuring);
        ArchitectureRules.assertBroken(BENCHMARKS_START_NO_NODE, measuring);
        ArchitectureRules.assertBroken(HAS_NO_CYCLES, collecting, measuring);
    }
}
