package dev.grapevine.consensus.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.consensus.testing.knot.one.KnowsTwo;
import dev.grapevine.consensus.testing.knot.two.KnowsOne;

/** Each shared rule finds its offenders, and only those. */
class ArchitectureRulesTest {

    private static final String KNOT = "dev.grapevine.consensus.testing.knot.(*)..";

    private static void assertTellsApart(ArchRule rule, Class<?> offender, Class<?> innocent) {
        ArchitectureRules.assertBroken(rule, offender);
        assertThat(ArchitectureRules.isBroken(rule, innocent)).as(rule.getDescription()).isFalse();
    }

    @Test
    void mathematics_thatDiffersBetweenMachines_isFound() {
        assertTellsApart(ArchitectureRules.CALLS_NO_MATHEMATICS_THAT_DIFFERS, Differs.class, Strict.class);
    }

    @Test
    void clock_inAnyForm_isFound() {
        for (Class<?> offender : new Class<?>[]{Dates.class, Nanos.class, Millis.class}) {
            assertTellsApart(ArchitectureRules.hasNoClock(noClasses().should()), offender, Strict.class);
            assertTellsApart(ArchitectureRules.knowsDurationsOnly(noClasses().should()), offender, Waits.class);
        }
        ArchitectureRules.assertBroken(ArchitectureRules.hasNoClock(noClasses().should()), Waits.class);
    }

    @Test
    void randomness_ofTheMachine_isFound() {
        for (Class<?> offender : new Class<?>[]{Local.class, Secure.class, Unique.class}) {
            assertTellsApart(ArchitectureRules.drawsFromItsOwnRandomnessOnly(noClasses().should()), offender,
                    Strict.class);
        }
    }

    @Test
    void threadsAndFiles_areFound() {
        assertTellsApart(ArchitectureRules.startsNoThreads(noClasses().should()), Spins.class, Strict.class);
        assertTellsApart(ArchitectureRules.talksToNobody(noClasses().should()), Files.class, Strict.class);
    }

    @Test
    void packages_thatNeedEachOther_areFound() {
        ArchitectureRules.assertBroken(ArchitectureRules.hasNoCycles(KNOT), KnowsTwo.class, KnowsOne.class);
        assertThat(ArchitectureRules.isBroken(ArchitectureRules.hasNoCycles(KNOT), KnowsTwo.class)).isFalse();
    }

    @Test
    void mainClasses_haveNoTestsAmongThem() {
        assertThat(ArchitectureRules.mainClasses("dev.grapevine.consensus.testing")).isEmpty();
    }

    private static final class Differs {
        double value() {
            return Math.exp(1);
        }
    }

    private static final class Strict {
        double value() {
            return StrictMath.exp(Math.abs(1));
        }
    }

    private static final class Dates {
        Object now() {
            return Instant.now();
        }
    }

    private static final class Nanos {
        long now() {
            return System.nanoTime();
        }
    }

    private static final class Millis {
        long now() {
            return System.currentTimeMillis();
        }
    }

    private static final class Waits {
        Object patience() {
            return Duration.ofSeconds(1);
        }
    }

    private static final class Local {
        Object random() {
            return ThreadLocalRandom.current();
        }
    }

    private static final class Secure {
        Object random() {
            return new SecureRandom();
        }
    }

    private static final class Unique {
        Object random() {
            return UUID.randomUUID();
        }
    }

    private static final class Spins {
        void spin() {
            Thread.onSpinWait();
        }
    }

    private static final class Files {
        Object file() {
            return new File(".");
        }
    }
}
