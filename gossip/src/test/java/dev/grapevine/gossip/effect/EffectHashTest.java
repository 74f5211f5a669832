package dev.grapevine.gossip.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.robust.Mean;
import dev.grapevine.consensus.robust.Median;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;

/** Equal effects have equal hashes, and different ones have different hashes. */
class EffectHashTest {

    private static final PeerId BOB = new PeerId("bob");
    private static final ConversationKey KEY = new ConversationKey(20, BOB, 1, 7);

    /** Made anew each time, so that arrays are equal by content only. */
    private static List<Effect> all() {
        return List.of(new Effect.Send(BOB, new byte[]{1, 2}), new Effect.Send(BOB, new byte[]{1, 3}),
                new Effect.Send(new PeerId("eve"), new byte[]{1, 2}), new Effect.Send(BOB, new byte[]{1, 2, 0}),
                new Effect.SetTimer(new Timer.OfConversation(KEY, 1), Duration.ofSeconds(1)),
                new Effect.SetTimer(new Timer.OfConversation(KEY, 1), Duration.ofSeconds(2)),
                new Effect.SetTimer(new Timer.OfConversation(KEY, 2), Duration.ofSeconds(1)),
                new Effect.SetTimer(new Timer.OfConversation(new ConversationKey(20, BOB, 1, 8), 1),
                        Duration.ofSeconds(1)),
                new Effect.SetTimer(new Timer.SendMore(), Duration.ofSeconds(1)),
                new Effect.SetTimer(new Timer.HurryLeaving(), Duration.ofSeconds(1)),
                new Effect.StartRound(1, new float[]{1, 2}, 3, 4, false),
                new Effect.StartRound(1, new float[]{1, 3}, 3, 4, false),
                new Effect.StartRound(2, new float[]{1, 2}, 3, 4, false),
                new Effect.StartRound(1, new float[]{1, 2}, 4, 4, false),
                new Effect.StartRound(1, new float[]{1, 2}, 3, 5, false),
                new Effect.StartRound(1, new float[]{1, 2}, 3, 4, true),
                new Effect.AdoptCharter(new Charter(List.of(new Charter.Term("model", "linear", true)))),
                new Effect.AdoptCharter(new Charter(List.of(new Charter.Term("model", "softmax", true)))),
                new Effect.ProvideSums(), new Effect.FoundCharter(List.of()),
                new Effect.FoundCharter(List.of(new PeerSums(BOB, new byte[]{1}))),
                new Effect.FoundCharter(List.of(new PeerSums(BOB, new byte[]{2}))),
                new Effect.FoundCharter(List.of(new PeerSums(new PeerId("eve"), new byte[]{1}))),
                new Effect.Checkpoint(new byte[]{1}), new Effect.Checkpoint(new byte[]{2}),
                new Effect.Report(new Fact.Running(1)), new Effect.Report(new Fact.Running(2)),
                new Effect.Halt(Effect.Cause.BUG, "why"), new Effect.Halt(Effect.Cause.SETTINGS, "why"),
                new Effect.StartMerge(1, new Mean(), new int[]{1}, List.of(new int[]{2})),
                new Effect.StartMerge(1, new Mean(), new int[]{1}, List.of(new int[]{3})),
                new Effect.StartMerge(1, new Median(), new int[]{1}, List.of(new int[]{2})),
                new Effect.Persist(1, "debits", new byte[]{1}), new Effect.Persist(1, "debits", new byte[]{2}),
                new Effect.Persist(1, "shares", new byte[]{1}),
                new Effect.Report(new Fact.Debited(BOB, new TransferId(KEY, 1), 5)),
                new Effect.Report(new Fact.Debited(BOB, new TransferId(KEY, 2), 5)),
                new Effect.Report(new Fact.Credited(BOB, new TransferId(KEY, 1), 5)),
                new Effect.Report(new Fact.Mixed(BOB, 1, 5)),
                new Effect.Report(new Fact.BlocksOrphaned(BOB, 1, 5)),
                new Effect.Report(new Fact.ExchangeFinished(BOB, 1, Fact.Role.INITIATOR)),
                new Effect.Report(new Fact.ExchangeFinished(BOB, 1, Fact.Role.RESPONDER)),
                new Effect.Report(new Fact.LimitReached(Limit.BAN, BOB)),
                new Effect.Report(new Fact.LimitReached(Limit.SUMS, BOB)),
                new Effect.Report(new Fact.LimitReached(Limit.BAN, new PeerId("eve"))),
                new Effect.Report(new Fact.GivenUp("why")), new Effect.Report(new Fact.GivenUp("what")),
                new Effect.Outlived(4), new Effect.Outlived(5), new Effect.Left(),
                new Effect.ChangeRun(new Charter(List.of()).ofRun("a")),
                new Effect.ChangeRun(new Charter(List.of()).ofRun("b")));
    }

    @Test
    void hashDependsOnContents() {
        TreeSet<Long> hashes = new TreeSet<>();
        for (int i = 0; i < all().size(); i++) {
            long hash = EffectHash.of(List.of(all().get(i)));
            assertThat(hash).isEqualTo(EffectHash.of(List.of(all().get(i))));
            assertThat(hashes.add(hash)).as("%s", all().get(i)).isTrue();
        }
    }

    @Test
    void hashDependsOnOrderAndNumber() {
        Effect first = all().get(0);
        Effect second = all().get(4);
        assertThat(new TreeSet<>(List.of(EffectHash.of(List.of()), EffectHash.of(List.of(first)),
                EffectHash.of(List.of(first, second)), EffectHash.of(List.of(second, first)),
                EffectHash.of(List.of(first, second, second))))).hasSize(5);
    }
}
