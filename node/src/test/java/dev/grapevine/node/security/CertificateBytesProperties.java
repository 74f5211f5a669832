package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CertificateBytesProperties {

    private static final SmallRun RUN = new SmallRun(5);
    private static final List<X509Certificate> CHAIN = RUN.member(SmallRun.key(6)).certificates();

    @Property(tries = 2000)
    void damagedCertificatesAreReadOrMalformed(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] damaged = Hostile.damage(CertificateBytes.der(CHAIN.get(random.nextInt(2))), random);
        Hostile.assertReadOrMalformed(() -> {
            X509Certificate read = CertificateBytes.parse(damaged);
            assertThat(CertificateBytes.der(read)).isEqualTo(damaged);
        });
    }

    @Property(tries = 2000)
    void changedCertificatesAreRefusedOrSayTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] changed = CertificateBytes.der(CHAIN.getFirst());
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        Hostile.assertReadOrMalformed(() -> {
            X509Certificate read = CertificateBytes.parse(changed);
            if (RUN.admission(new Acquaintances()).judge(List.of(read, CHAIN.getLast()),
                    SmallRun.NOW) instanceof Admission.Admitted) {
                // The signature can be written in more than one way.
                assertThat(read.getTBSCertificate()).isEqualTo(CHAIN.getFirst().getTBSCertificate());
            }
        });
    }

    @Property
    void damagedTextIsReadOrMalformed(@ForAll long seed) {
        byte[] text = CertificateBytes.pem(CHAIN).getBytes(StandardCharsets.US_ASCII);
        String damaged = new String(Hostile.damage(text, new Random(seed)), StandardCharsets.ISO_8859_1);
        Hostile.assertReadOrMalformed(() -> CertificateBytes.parsePem(damaged));
    }

    @Example
    void textReadsBackTheSame() {
        assertThat(CertificateBytes.parsePem(CertificateBytes.pem(CHAIN))).isEqualTo(CHAIN);
    }
}
