package dev.grapevine.node.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import dev.grapevine.consensus.testing.ArchitectureRules;

/** The machines of node security are pure: time and randomness are arguments, files have one place, and so has Bouncy Castle. */
class SecurityPackageTest {

    private static final JavaClasses SECURITY = ArchitectureRules.mainClasses("dev.grapevine.node.security");

    private static final ArchRule READS_NO_CLOCK = noClasses().should().callMethod(Instant.class, "now").orShould()
            .dependOnClassesThat().areAssignableTo(Clock.class).orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis");
    private static final ArchRule MAKES_NO_RANDOMNESS = noClasses().should().callConstructor(SecureRandom.class)
            .orShould().dependOnClassesThat().haveNameMatching("java\\.util\\.(.*Random.*|UUID)");
    private static final ArchRule OPENS_NO_SOCKET_AND_NO_THREAD = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.nio.channels..", "javax.net..", "io.vertx..",
                    "io.netty..", "com.hazelcast..")
            .orShould().dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(?!InetAddress|UnknownHost).*|java\\.lang\\.Thread");
    private static final ArchRule FILES_HAVE_ONE_PLACE = noClasses().that()
            .haveNameNotMatching(".*\\.(SecurityFolder|SecretFiles)(\\$.*)?").should().dependOnClassesThat()
            .resideInAPackage("java.nio.file..").orShould().dependOnClassesThat().areAssignableTo(File.class);
    private static final ArchRule BOUNCY_CASTLE_HAS_ONE_PLACE = noClasses().that()
            .doNotHaveSimpleName(Certificates.class.getSimpleName()).should().dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");
    private static final ArchRule SERIALIZES_NOTHING = noClasses().should().dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object.*Stream");

    private static final List<ArchRule> RULES = List.of(READS_NO_CLOCK, MAKES_NO_RANDOMNESS,
            OPENS_NO_SOCKET_AND_NO_THREAD, FILES_HAVE_ONE_PLACE, BOUNCY_CASTLE_HAS_ONE_PLACE, SERIALIZES_NOTHING);

    /** Breaks each rule. */
    private static final class Offender {

        Instant now() {
            return Instant.now();
        }

        SecureRandom random() {
            return new SecureRandom();
        }

        Socket socket() {
            return new Socket();
        }

        boolean exists() {
            return new File("x").exists();
        }

        X500Name name() {
            return new X500Name("CN=x");
        }

        void serialize() throws IOException {
            new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject("x");
        }
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.check(SECURITY);
    }

    @Test
    void classThatBreaksARuleIsFound() {
        RULES.forEach(rule -> ArchitectureRules.assertBroken(rule, Offender.class));
    }
}
