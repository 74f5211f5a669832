package dev.grapevine.gossip.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class PeerFactsTest {

    private static final PeerId LIAR = new PeerId("liar");
    private final PeerFacts facts = new PeerFacts();
    private Duration now = Duration.ZERO;

    private Optional<Fact> fault(PeerId peer) {
        return facts.admit(new Fact.PeerFaulted(peer, "nonsense"), now);
    }

    private List<Fact> faults(int times, PeerId peer) {
        return IntStream.range(0, times).mapToObj(i -> fault(peer)).flatMap(Optional::stream).toList();
    }

    @Test
    void factsAboutOnePeerAreLimitedAndTheRestIsCounted() {
        assertThat(faults(1000, LIAR)).hasSize(PeerFacts.OF_A_PEER);
        assertThat(fault(new PeerId("b"))).as("others are told of").contains(
                new Fact.PeerFaulted(new PeerId("b"), "nonsense (997 more of this kind were not told)"));
        now = now.plus(PeerFacts.SPAN);
        assertThat(fault(LIAR)).as("none is counted twice").contains(new Fact.PeerFaulted(LIAR, "nonsense"));
    }

    @Test
    void factsAboutAllPeersAreLimited() {
        long told = IntStream.range(0, 20_000).mapToObj(i -> fault(new PeerId("p" + i))).flatMap(Optional::stream)
                .count();
        assertThat(told).isEqualTo(PeerFacts.OF_ALL);
        assertThat(Saved.bytes(facts::save)).as("and no more is remembered").hasSizeLessThan(1000);
    }

    @Test
    void kindsOfFactsAreLimitedSeparately() {
        faults(1000, LIAR);
        assertThat(facts.admit(new Fact.PeerRefused(LIAR, "no"), now)).contains(new Fact.PeerRefused(LIAR, "no"));
        assertThat(IntStream.range(0, 1000).mapToObj(i -> facts.admit(new Fact.TableFull(1), now))
                .flatMap(Optional::stream)).hasSize(PeerFacts.OF_ALL);
    }

    @Test
    void factsAboutTheReplicaAreAlwaysReported() {
        Fact mixed = new Fact.Mixed(LIAR, 1, 2);
        for (int i = 0; i < 1000; i++) {
            assertThat(facts.admit(mixed, now)).containsSame(mixed);
        }
    }

    @Test
    void restoredOneGoesOn() {
        faults(10, LIAR);
        PeerFacts again = new PeerFacts();
        again.restore(Saved.by(facts::save));
        assertThat(again.admit(new Fact.PeerFaulted(LIAR, "nonsense"), now)).isEmpty();
        now = now.plus(PeerFacts.SPAN);
        assertThat(again.admit(new Fact.PeerFaulted(LIAR, "nonsense"), now)).contains(
                new Fact.PeerFaulted(LIAR, "nonsense (8 more of this kind were not told)"));
    }
}
