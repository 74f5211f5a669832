package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.sim.replay.Replay;
import dev.grapevine.sim.replay.Step;

/** Replays the journals of the lives of real nodes and holds them against the laws of exactly-once. */
public final class JournalLaws {

    /** One side of a transfer. */
    private record Side(PeerId node, TransferId transfer) {}

    private final Set<Long> lives = new HashSet<>();
    private final Map<Side, Long> debits = new HashMap<>();
    private final Map<Side, Long> credits = new HashMap<>();
    /** The other side of each credit. */
    private final Map<Side, PeerId> debtors = new HashMap<>();
    private long steps;

    /** Replays the journal of one life; a life that was replayed before is left out. */
    public void replay(Path journal) {
        Replay.Outcome outcome = Replay.of(journal, new Replay.Watcher() {

            private PeerId self;
            private boolean isNew;

            @Override
            public void begins(SegmentHeader header, PeerProtocol protocol) {
                self = header.life().self();
                isNew = lives.add(header.life().incarnation());
            }

            @Override
            public void stepped(Step step, PeerProtocol protocol) {
                if (isNew) {
                    watch(self, step, protocol);
                }
            }
        });
        assertThat(outcome.difference()).as("%s", journal).isEmpty();
        assertThat(outcome.damaged()).as("%s", journal).isFalse();
    }

    /** What is replayed from now on counts as lives that were never seen. */
    public void forgetLives() {
        lives.clear();
    }

    private void watch(PeerId self, Step step, PeerProtocol protocol) {
        steps++;
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Report report) {
                switch (report.fact()) {
                    case Fact.Debited debit -> once(debits, new Side(self, debit.transfer()), debit.mass());
                    case Fact.Credited credit -> {
                        once(credits, new Side(self, credit.transfer()), credit.mass());
                        debtors.put(new Side(self, credit.transfer()), credit.peer());
                    }
                    default -> {
                    }
                }
            }
        }
        protocol.replica().ifPresent(replica -> assertThat(replica.balances())
                .as("the sum of %s is training plus ledger in event %s", self, step.number()).isTrue());
    }

    private static void once(Map<Side, Long> sides, Side side, long mass) {
        assertThat(sides.put(side, mass)).as("%s moved before", side).isNull();
    }

    /** Every credit is the exact negative of the debit on the other side. */
    public void compareSides() {
        credits.forEach((side, mass) -> {
            Long debited = debits.get(new Side(debtors.get(side), side.transfer()));
            assertThat(debited).as("%s credits what was not debited", side).isNotNull();
            assertThat(mass).as("%s", side).isEqualTo(-debited);
        });
    }

    public int lives() {
        return lives.size();
    }

    public int transfers() {
        return credits.size();
    }

    public long steps() {
        return steps;
    }
}
