package dev.grapevine.sim.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;

class UnderWayTest {

    /** Two copies of: eight blocks of two exchanges, each said once and four times more, and 32 others. */
    private static final int MOST = 2 * (2 * 8 * 5 + 32);
    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final PeerId CLEO = new PeerId("cleo");

    private final UnderWay pairwise = of("pairwise");

    private static UnderWay of(String strategy) {
        return new UnderWay(ProtocolParameters.DEFAULT, Rooms.ALL.strategy(strategy));
    }

    private static void send(UnderWay underWay, int messages, PeerId from, PeerId to) {
        for (int i = 0; i < messages; i++) {
            underWay.message(new UnderWay.Pair(from, 1, to, 1));
        }
    }

    @Test
    void messagesOfAPair_withinItsWindows_areAllowed() {
        send(pairwise, MOST, ANNA, BERT);
        send(pairwise, MOST, BERT, ANNA);
        send(pairwise, MOST, ANNA, CLEO);
        assertThatCode(pairwise::audit).doesNotThrowAnyException();
    }

    @Test
    void messagesOfAPair_beyondItsWindows_breakTheLaw() {
        send(pairwise, MOST + 1, ANNA, BERT);
        assertThatThrownBy(pairwise::audit).isInstanceOf(LawBrokenException.class)
                .hasMessageContaining(MOST + 1 + " messages are under way from anna to bert: windows allow " + MOST);
    }

    /** As on a slow line between nodes that crash and come back. */
    @Test
    void messagesOfEarlierLives_haveWindowsOfTheirOwn() {
        for (int life = 1; life <= 3; life++) {
            for (int i = 0; i < MOST; i++) {
                pairwise.message(new UnderWay.Pair(ANNA, life, BERT, 1));
                pairwise.message(new UnderWay.Pair(ANNA, 1, BERT, 1 + life));
            }
        }
        assertThatCode(pairwise::audit).doesNotThrowAnyException();
    }

    @Test
    void messagesWithoutAnswers_waitWhereTheNetworkLetsThem() {
        UnderWay age = of("age");
        send(age, 100_000, ANNA, BERT);
        assertThatCode(age::audit).doesNotThrowAnyException();
    }

    @Test
    void timersOfANode_beyondWhatItHolds_breakTheLaw() {
        for (int i = 0; i < ProtocolParameters.DEFAULT.unfinishedBlocksMax(); i++) {
            pairwise.timer(ANNA);
        }
        assertThatCode(pairwise::audit).doesNotThrowAnyException();
        pairwise.timer(ANNA);
        assertThatThrownBy(pairwise::audit).isInstanceOf(LawBrokenException.class)
                .hasMessageContaining("anna waits for 1025 timers");
    }
}
