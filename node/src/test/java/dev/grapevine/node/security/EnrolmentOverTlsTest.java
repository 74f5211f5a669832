package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.security.EnrolmentMessages.Request;
import dev.grapevine.node.security.Invitations.Verdict;
import dev.grapevine.node.words.Address;

/** The certificates and proofs on real TLS channels, in memory. */
class EnrolmentOverTlsTest {

    private static final DeviceKey DEVICE = SmallRun.key(41);
    private static final DeviceKey THIEF = SmallRun.key(42);

    private final SmallRun run = new SmallRun(1);
    private final SeededRandom random = new SeededRandom(2);
    private final Invitations invitations = new Invitations();
    private final InvitationCode code = invitations.issue(new Address("192.0.2.7", 1), run.founderKey, SmallRun.NOW,
            random);

    private static List<X509Certificate> selfSigned(DeviceKey key) {
        return List.of(Certificates.selfSigned(key, SmallRun.NOW));
    }

    private List<X509Certificate> inviters() {
        return run.founder.chain().certificates();
    }

    private static Request request(InvitationCode code, byte[] exporter) {
        return new Request(code.id(), code.proof(exporter, DEVICE.publicBytes()), DEVICE.publicBytes(), "");
    }

    private Verdict check(Request request, TlsChannel channel) throws Exception {
        return invitations.check(request.id(), request.proof(), channel.serverExporter(), request.devicePublic(),
                SmallRun.NOW);
    }

    @Test
    void deviceIsInvitedAndThenConnectsAsAMember() throws Exception {
        TlsChannel channel = new TlsChannel(DEVICE, selfSigned(DEVICE), run.founderKey, inviters());
        assertThat(code.isInviter(channel.serverChain().getFirst().getPublicKey())).isTrue();
        assertThat(DeviceKey.peerOf(channel.clientChain().getFirst().getPublicKey())).isEqualTo(DEVICE.peer());
        Request request = request(code, channel.clientExporter());
        assertThat(check(request, channel)).isEqualTo(Verdict.ADMITTED);
        CertificateChain chain = run.founder.admit(request.devicePublic(), SmallRun.NOW, random);

        TlsChannel later = new TlsChannel(DEVICE, chain.certificates(), run.founderKey, inviters());
        Admission admission = run.admission(new Acquaintances());
        assertThat(admission.judge(later.clientChain(), SmallRun.NOW)).isInstanceOf(Admission.Admitted.class);
        assertThat(admission.judge(later.serverChain(), SmallRun.NOW)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void nodeInTheMiddleIsToldApart() throws Exception {
        TlsChannel toThief = new TlsChannel(DEVICE, selfSigned(DEVICE), THIEF, selfSigned(THIEF));
        TlsChannel toInviter = new TlsChannel(THIEF, selfSigned(THIEF), run.founderKey, inviters());
        assertThat(code.isInviter(toThief.serverChain().getFirst().getPublicKey())).isFalse();
        assertThat(check(request(code, toThief.clientExporter()), toInviter)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void memberHandsItsWholeChainOver() throws Exception {
        List<X509Certificate> member = run.member(DEVICE).certificates();
        TlsChannel channel = new TlsChannel(DEVICE, member, THIEF, selfSigned(THIEF));
        assertThat(channel.clientChain()).isEqualTo(member);
    }
}
