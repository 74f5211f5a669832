package dev.grapevine.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.sim.check.Offender;

/** The simulator has the protocol and the replica of a real node, and nothing of what is around them there. */
class ArchitectureTest {

    private static final JavaClasses SIM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.grapevine.sim");
    private static final List<String> UNREPRODUCIBLE_MATHEMATICS = List.of("exp", "expm1", "log", "log10", "log1p",
            "pow", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot",
            "random");

    private static final ArchRule HAS_NO_SOCKETS = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "com.hazelcast..", "java.net..", "java.nio.channels..");
    private static final ArchRule HAS_OF_THE_NODE_ONLY_ITS_INSIDE = noClasses().should().dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.grapevine.node..").and(
                    DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage("dev.grapevine.node.replica..",
                            "dev.grapevine.node.run..", "dev.grapevine.node.result..", "dev.grapevine.node.words..",
                            "dev.grapevine.node.terminal.."))));
    private static final ArchRule STANDS_BELOW_THE_TESTBED = noClasses().should().dependOnClassesThat()
            .resideInAPackage("dev.grapevine.testbed..");
    /** Real time is only for telling users how long it took: a run, and what the witness sees of each node's protocol. */
    private static final ArchRule KNOWS_VIRTUAL_TIME_ONLY = noClasses().that()
            .resideOutsideOfPackages("dev.grapevine.sim.cli..", "dev.grapevine.sim.report..").and()
            .doNotHaveFullyQualifiedName("dev.grapevine.sim.world.Witness").should()
            .dependOnClassesThat().haveNameMatching("java\\.time\\.(?!Duration).*").orShould()
            .callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis");
    private static final ArchRule DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(.*Random.*|UUID)").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom");
    private static final ArchRule CALLS_NO_MATHEMATICS_THAT_DIFFERS = noClasses().should()
            .callMethodWhere(isUnreproducible());

    private static final List<ArchRule> RULES = List.of(HAS_NO_SOCKETS, HAS_OF_THE_NODE_ONLY_ITS_INSIDE,
            STANDS_BELOW_THE_TESTBED, KNOWS_VIRTUAL_TIME_ONLY, DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY,
            CALLS_NO_MATHEMATICS_THAT_DIFFERS,
            slices().matching("dev.grapevine.sim.(*)..").should().beFreeOfCycles());

    private static DescribedPredicate<JavaMethodCall> isUnreproducible() {
        return DescribedPredicate.describe("one of Math." + UNREPRODUCIBLE_MATHEMATICS,
                call -> call.getTargetOwner().isEquivalentTo(Math.class)
                        && UNREPRODUCIBLE_MATHEMATICS.contains(call.getName()));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        assertThat(SIM.size()).isGreaterThan(20);
        rule.check(SIM);
    }

    @Test
    void whoeverBreaksARuleIsFound() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        for (ArchRule rule : List.of(HAS_NO_SOCKETS, HAS_OF_THE_NODE_ONLY_ITS_INSIDE, KNOWS_VIRTUAL_TIME_ONLY,
                DRAWS_FROM_ITS_OWN_RANDOMNESS_ONLY, CALLS_NO_MATHEMATICS_THAT_DIFFERS)) {
            assertThat(rule.evaluate(offender).hasViolation()).as(rule.getDescription()).isTrue();
        }
    }
}
