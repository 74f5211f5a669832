package dev.grapevine.gossip.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class StandingTest {

    private static final PeerId LIAR = new PeerId("liar");
    private static final PeerId OTHER = new PeerId("other");
    private static final Duration NOW = Duration.ofHours(1);

    private final Standing standing = new Standing();

    @Test
    void oneOrTwoFaultsAreTolerated() {
        assertThat(standing.ignores(LIAR, NOW)).isFalse();
        standing.fault(LIAR, NOW);
        standing.fault(LIAR, NOW);
        assertThat(standing.ignores(LIAR, NOW)).isFalse();
        standing.fault(LIAR, NOW);
        assertThat(standing.ignores(LIAR, NOW)).isTrue();
        assertThat(standing.ignores(OTHER, NOW)).isFalse();
    }

    @Test
    void banExpires() {
        ban(NOW);
        assertThat(standing.ignores(LIAR, NOW.plusSeconds(30).minusNanos(1))).isTrue();
        assertThat(standing.ignores(LIAR, NOW.plusSeconds(30))).isFalse();
    }

    @Test
    void bansDoubleUpTo1024Times() {
        Duration now = NOW;
        Duration expected = Duration.ofSeconds(30);
        for (int ban = 0; ban < 15; ban++) {
            ban(now);
            assertThat(standing.ignores(LIAR, now.plus(expected).minusNanos(1))).as("ban %s", ban).isTrue();
            now = now.plus(expected);
            assertThat(standing.ignores(LIAR, now)).as("ban %s", ban).isFalse();
            expected = ban < 10 ? expected.multipliedBy(2) : expected;
        }
        assertThat(expected).isEqualTo(Duration.ofSeconds(30 * 1024));
    }

    @Test
    void newBanNeedsAsManyFaultsAgain() {
        ban(NOW);
        Duration later = NOW.plusSeconds(30);
        standing.fault(LIAR, later);
        standing.fault(LIAR, later);
        assertThat(standing.ignores(LIAR, later)).isFalse();
        standing.fault(LIAR, later);
        assertThat(standing.ignores(LIAR, later.plusSeconds(59))).isTrue();
    }

    @Test
    void rareFaultsNeverLeadToABan() {
        Duration now = NOW;
        for (int flippedBit = 0; flippedBit < 1000; flippedBit++) {
            standing.fault(LIAR, now);
            assertThat(standing.ignores(LIAR, now)).isFalse();
            now = now.plus(Standing.FAULT_FORGIVEN);
        }
        for (int minute = 0; minute < 9; minute++) {
            standing.fault(LIAR, now.plusMinutes(minute));
        }
        assertThat(standing.ignores(LIAR, now.plusMinutes(8))).as("once a minute is not rarely").isTrue();
    }

    @Test
    void bansShortenAfterTimeWithoutFaults() {
        Duration now = NOW;
        for (int ban = 0; ban < 6; ban++) {
            ban(now);
            now = now.plusSeconds(30L << ban);
        }
        Duration good = now.plus(Standing.BAN_FORGIVEN.multipliedBy(5));
        ban(good);
        assertThat(standing.ignores(LIAR, good.plusSeconds(59))).as("one of six is left").isTrue();
        assertThat(standing.ignores(LIAR, good.plusSeconds(60))).isFalse();
    }

    @Test
    void manySingleFaultsDoNotDisplaceBannedPeers() {
        ban(NOW);
        for (int i = 0; i < 5 * Standing.PEERS_MAX; i++) {
            standing.fault(new PeerId("stranger" + i), NOW.plusMillis(i));
        }
        assertThat(standing.ignores(LIAR, NOW.plusSeconds(29))).isTrue();
        assertThat(Saved.bytes(standing::save)).hasSizeLessThan(Standing.PEERS_MAX * 50);
    }

    @Test
    void oldestFaultsAreForgottenIfThereAreTooMany() {
        for (int i = 0; i < Standing.PEERS_MAX; i++) {
            assertThat(standing.fault(new PeerId("stranger" + i), NOW.plusMillis(i))).isEmpty();
        }
        assertThat(standing.fault(new PeerId("stranger7"), NOW.plusSeconds(60))).as("it is known").isEmpty();
        assertThat(standing.fault(LIAR, NOW.plusSeconds(60))).contains(new PeerId("stranger0"));
        assertThat(standing.fault(OTHER, NOW.plusSeconds(60))).contains(new PeerId("stranger1"));
    }

    @Test
    void recordsAreRestored() {
        standing.fault(OTHER, NOW);
        ban(NOW);
        Standing restored = new Standing();
        restored.restore(Saved.by(standing::save));
        assertThat(restored.ignores(LIAR, NOW.plusSeconds(29))).isTrue();
        assertThat(restored.ignores(LIAR, NOW.plusSeconds(31))).isFalse();
        restored.fault(OTHER, NOW);
        restored.fault(OTHER, NOW);
        assertThat(restored.ignores(OTHER, NOW)).isTrue();
    }

    private void ban(Duration now) {
        for (int fault = 0; fault < Standing.FAULTS_TOLERATED; fault++) {
            standing.fault(LIAR, now);
        }
    }
}
