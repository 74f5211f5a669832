package dev.grapevine.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FrameCodec;

/** Each law, broken by hand, is reported with its sentence. */
class LawsTest {

    private static final PeerId ALICE = new PeerId("alice");
    private static final PeerId BOB = new PeerId("bob");
    private static final int PARAMETERS = 10;
    private static final int CAP = 1 << 18;
    private static final ProtocolParameters SMALL_BLOCKS = withLimits(2, 8, 1024);

    private final Map<PeerId, Long> incarnations = new TreeMap<>();
    private long exchanges;
    private final Laws laws = new Laws(SMALL_BLOCKS, incarnations::get);

    @BeforeEach
    void begin() {
        incarnations.put(ALICE, 1L);
        incarnations.put(BOB, 1L);
    }

    private static ProtocolParameters withLimits(int blockSize, int windowBlocks, int unfinishedBlocksMax) {
        return ProtocolParameters.DEFAULT.withBlockSize(blockSize).withLocalSteps(1).withServeDecay(0)
                .withWindowBlocks(windowBlocks).withUnfinishedBlocksMax(unfinishedBlocksMax).withOfferAttempts(3)
                .withStallAttempts(5).withFrameBytesMax(10_000);
    }

    private static PeerProtocol protocol() {
        RunPlan plan = new RunPlan(new Charter(List.of()), SMALL_BLOCKS, Rooms.ALL.strategy("pairwise", "float32"),
                new Average(),
                new float[PARAMETERS]);
        PeerProtocol protocol = PeerProtocol.knowing(NodeLife.of(ALICE, 1), Rooms.ALL, plan, new RandomStream(1));
        protocol.step(Duration.ZERO, new Event.Started());
        return protocol;
    }

    private static FrameCodec frames() {
        return Rooms.ALL.frames(SMALL_BLOCKS.frameBytesMax());
    }

    private static void train(PeerProtocol protocol, int rounds) {
        for (int i = 0; i < rounds; i++) {
            long round = protocol.rounds() + 1;
            protocol.step(Duration.ofSeconds(round), new Event.RoundFinished(
                    new RoundResult(round, new float[PARAMETERS], 1, 1, 1)));
        }
    }

    /** One side of a block of an exchange that Alice began with Bob, who is debited, which moves that side by so much. */
    private void merged(PeerId node, long sequence, int block, long mass) {
        PeerId peer = node.equals(ALICE) ? BOB : ALICE;
        merged(node, peer, incarnations.get(peer), sequence, block, mass);
    }

    /** By a frame that the peer sent in one of its lives. */
    private void merged(PeerId node, PeerId peer, long peerIncarnation, long sequence, int block, long mass) {
        laws.afterStep(node, protocol(), peerIncarnation, List.of(new Effect.SetTimer(null, Duration.ZERO),
                new Effect.Report(fact(node, peer, peerIncarnation, sequence, block, mass))));
    }

    private Fact fact(PeerId node, PeerId peer, long peerIncarnation, long sequence, int block, long mass) {
        boolean initiates = node.equals(ALICE);
        long ofAlice = initiates ? incarnations.get(ALICE) : peerIncarnation;
        TransferId transfer = new TransferId(new ConversationKey(20, ALICE, ofAlice, sequence), block);
        return initiates ? new Fact.Credited(peer, transfer, mass) : new Fact.Debited(peer, transfer, mass);
    }

    private static void assertBroken(String law, ThrowingCallable call, String how) {
        assertThatThrownBy(call).isInstanceOf(LawBrokenException.class)
                .hasMessageStartingWith("Broken law: " + law + ". ").hasMessageContaining(how);
    }

    private static PublishedParameters replica(int... units) {
        return new PublishedParameters(new Blocks(units.length, 2), units);
    }

    @Test
    void correctRun_isAccepted() {
        merged(BOB, 1, 0, 5);
        merged(BOB, 1, 1, -7);
        merged(ALICE, 1, 1, 7);
        merged(ALICE, 1, 0, -5);
        merged(BOB, 2, 0, 1);
        merged(ALICE, 2, 0, -1);
        laws.audit(List.of(replica(1, 2, 3), replica(3, 2, 1)));
        assertThat(laws.stepsWatched()).isEqualTo(6);
    }

    @Test
    void liarsExchange_mayDiffer_butSumsMustNot() {
        laws.distrust(BOB);
        merged(BOB, 1, 0, 5);
        merged(ALICE, 1, 0, 3);
        merged(ALICE, 1, 1, -8);
        laws.audit(List.of(replica(1, 2, 3)));
        merged(ALICE, 1, 2, 1);
        assertBroken(Laws.SUM, () -> laws.audit(List.of(replica(1, 2, 3))), "moved the sum by -1 units");
    }

    @Test
    void doubleMerge_onEitherSide_isFound() {
        merged(BOB, 3, 2, 5);
        assertBroken(Laws.ONCE, () -> merged(BOB, 3, 2, 5),
                "bob moved again for block 2 of conversation 3 of alice with bob");
        merged(ALICE, 3, 2, -5);
        assertBroken(Laws.ONCE, () -> merged(ALICE, 3, 2, -5),
                "alice moved again for block 2 of conversation 3 of alice with bob");
    }

    /** Whatever its peer is: an honest node that believes a replayed frame is found, and the liar itself is not asked. */
    @Test
    void doubleMerge_ofAnHonestResponderToALiar_isFound() {
        laws.distrust(ALICE);
        merged(BOB, 3, 2, 5);
        assertBroken(Laws.ONCE, () -> merged(BOB, 3, 2, 5), "bob moved again for block 2 of conversation 3");
        assertBroken(Laws.ONCE, () -> merged(BOB, 2, 1, 5), "bob moved again for block 1 of conversation 2");
        merged(ALICE, 3, 2, 5);
        assertThatCode(() -> merged(ALICE, 3, 2, 5)).doesNotThrowAnyException();
    }

    @Test
    void doubleMerge_ofAnHonestInitiatorToALiar_isFound() {
        laws.distrust(BOB);
        merged(ALICE, 3, 2, -5);
        assertBroken(Laws.ONCE, () -> merged(ALICE, 3, 2, -5), "alice moved again for block 2 of conversation 3");
    }

    @Test
    void merge_ofAnEarlierExchange_isADoubleMerge() {
        merged(BOB, 3, 2, 5);
        merged(BOB, 4, 0, 5);
        assertBroken(Laws.ONCE, () -> merged(BOB, 3, 1, 5), "block 1 of conversation 3");
    }

    @Test
    void exchanges_ofAnotherLife_countAnew() {
        merged(BOB, 3, 2, 5);
        merged(ALICE, 3, 2, -5);
        incarnations.put(ALICE, 2L);
        merged(BOB, 1, 2, 4);
        merged(ALICE, 1, 2, -4);
        laws.audit(List.of(replica(0), replica(0)));
    }

    /** What a dead one has sent may arrive when it has long begun to count anew. */
    @Test
    void lateFrame_ofAnEarlierLife_isNotTheNewLifes() {
        incarnations.put(ALICE, 2L);
        merged(BOB, ALICE, 1, 3, 2, 5);
        merged(BOB, ALICE, 2, 1, 2, 4);
        merged(BOB, ALICE, 2, 3, 2, 6);
        merged(ALICE, 3, 2, -6);
        PublishedParameters bob = replica(0);
        bob.addIncrements(0, new int[]{15});
        PublishedParameters alice = replica(0);
        alice.subtractIncrements(0, new int[]{6});
        laws.audit(List.of(alice, bob));
        assertBroken(Laws.ONCE, () -> merged(BOB, ALICE, 2, 3, 2, 6), "block 2 of conversation 3");
    }

    @Test
    void merge_withoutAFrame_isFound() {
        List<Effect> effects = List.of(new Effect.Report(fact(ALICE, BOB, 1, 1, 0, 5)));
        assertThatThrownBy(() -> laws.afterStep(ALICE, protocol(), Incarnations.UNKNOWN, effects))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void increments_thatAreNotNegatives_areFound() {
        merged(BOB, 1, 0, 5);
        assertBroken(Laws.NEGATIVES, () -> merged(ALICE, 1, 0, -4),
                "credited by -4 units, debited by 5");
        assertBroken(Laws.NEGATIVES, () -> merged(ALICE, 1, 1, -4),
                "credited by -4 units, debited by none");
    }

    @Test
    void movement_withoutALedgerEntry_isFound() {
        PublishedParameters replica = replica(1, 2, 3);
        laws.audit(List.of(replica));
        replica.units()[1]++;
        assertBroken(Laws.SUM, () -> laws.audit(List.of(replica)), "A node's accounts do not add up");
    }

    @Test
    void exchange_appliedByOneSide_isFound() {
        PublishedParameters alone = replica(1, 2, 3);
        alone.addIncrements(0, new int[]{4, 0});
        assertBroken(Laws.SUM, () -> laws.audit(List.of(alone, replica(0))),
                "Transfers moved the sum by 4 units, of which 0 have no credit yet");
        merged(BOB, 1, 0, 4);
        assertThatCode(() -> laws.audit(List.of(alone, replica(0)))).as("half done").doesNotThrowAnyException();
        merged(ALICE, 1, 0, -4);
        assertBroken(Laws.SUM, () -> laws.audit(List.of(alone, replica(0))),
                "Transfers moved the sum by 4 units, of which 0 have no credit yet");
    }

    @Test
    void block_forgottenByItsInitiator_isFound() {
        laws.auditUnfinished(peer -> 0);
        merged(BOB, 1, 0, 4);
        merged(BOB, 1, 1, 4);
        laws.auditUnfinished(peer -> peer.equals(ALICE) ? 2 : 0);
        assertBroken(Laws.FINISHED, () -> laws.auditUnfinished(peer -> 1),
                "Peers have applied 2 blocks of exchanges of alice, which knows of 1 unfinished ones");
        merged(ALICE, 1, 0, -4);
        laws.auditUnfinished(peer -> 1);
        incarnations.put(BOB, 2L);
        assertThatCode(() -> laws.auditUnfinished(peer -> 0)).as("once the responder's life is over")
                .doesNotThrowAnyException();
        incarnations.put(BOB, 1L);
        assertBroken(Laws.FINISHED, () -> laws.auditUnfinished(peer -> 0), "of alice");
        incarnations.put(ALICE, 2L);
        assertThatCode(() -> laws.auditUnfinished(peer -> 0)).as("or the initiator's").doesNotThrowAnyException();
    }

    @Test
    void lossOfACrash_isWrittenOff() {
        PublishedParameters bob = replica(1, 2, 3);
        bob.addIncrements(0, new int[]{4, 0});
        merged(BOB, 1, 0, 4);
        PublishedParameters alice = replica(1, 2, 3);
        alice.subtractIncrements(0, new int[]{4, 0});
        merged(ALICE, 1, 0, -4);
        laws.audit(List.of(alice, bob));
        PublishedParameters restarted = replica(1, 2, 3);
        assertBroken(Laws.SUM, () -> laws.audit(List.of(alice, restarted)), "by -4 units");
        laws.wroteOff(BOB, 4);
        laws.audit(List.of(alice, restarted));
    }

    @Test
    void block_ofADeadPeer_staysAnOpenTransfer() {
        PublishedParameters bob = replica(1, 2, 3);
        bob.addIncrements(0, new int[]{4, 0});
        merged(BOB, 1, 0, 4);
        laws.audit(List.of(bob));
        bob.writeOff(4);
        laws.audit(List.of(bob));
        bob.writeOff(1);
        assertThat(bob.balances()).isTrue();
        laws.audit(List.of(bob));
    }

    @Test
    void movement_withoutAReport_isFound() {
        PublishedParameters replica = replica(1, 2, 3);
        laws.watch(BOB, replica, new float[3], new int[]{CAP, CAP});
        replica.adoptDifferences(0, new int[]{1, 1});
        replica.addIncrements(0, new int[]{4, 0});
        merged(BOB, 1, 0, 4);
        replica.addIncrements(0, new int[]{4, 0});
        assertBroken(Laws.DOOR, () -> merged(BOB, 1, 1, 3), "moved by 4 units in transfers");
        PublishedParameters other = replica(1, 2, 3);
        laws.watch(BOB, other, new float[3], new int[]{CAP, CAP});
        other.mixIn(0, new int[]{5, 1});
        assertBroken(Laws.DOOR, () -> laws.afterStep(BOB, protocol(), 1, List.of()), "by 6 by mixing in");
    }

    /** Also where a peer is one that lies, and not where the node itself does. */
    @Test
    void movement_beyondTheCap_isFound() {
        laws.distrust(ALICE);
        moveByTransfer(CAP);
        assertBroken(Laws.DISPLACEMENT, () -> moveByTransfer(CAP + 1),
                "bob moved a parameter of block 0 by 262145 units, and its cap was 262144");
        PublishedParameters mixed = replica(1, 2, 3);
        laws.watch(BOB, mixed, new float[3], new int[]{CAP, CAP});
        mixed.mixIn(1, new int[]{-CAP - 1});
        assertBroken(Laws.DISPLACEMENT, () -> laws.afterStep(BOB, protocol(), 1, List.of(
                new Effect.Report(new Fact.Mixed(ALICE, 1, -CAP - 1)))), "block 1");
        laws.distrust(BOB);
        assertThatCode(() -> moveByTransfer(CAP + 1)).doesNotThrowAnyException();
    }

    @Test
    void movements_ofOneStep_addUp() {
        PublishedParameters replica = replica(1, 2, 3);
        laws.watch(BOB, replica, new float[3], new int[]{CAP, CAP});
        replica.addIncrements(0, new int[]{CAP, 0});
        replica.addIncrements(0, new int[]{1, 0});
        assertBroken(Laws.DISPLACEMENT, () -> merged(BOB, 1, 0, CAP + 1), "by 262145 units");
    }

    @Test
    void servedAverage_movedBeyondTheCap_isFound() {
        PublishedParameters replica = replica(1, 2, 3);
        float[] served = new float[3];
        laws.watch(BOB, replica, served, new int[]{CAP, CAP});
        replica.addIncrements(0, new int[]{CAP, 0});
        served[0] = 2 * FixedPoint.toFloat(CAP);
        assertBroken(Laws.DISPLACEMENT, () -> merged(BOB, 1, 0, CAP), "bob serves 0.03125 for parameter 0");
    }

    private void moveByTransfer(int units) {
        PublishedParameters replica = replica(1, 2, 3);
        laws.watch(BOB, replica, new float[3], new int[]{CAP, CAP});
        replica.addIncrements(0, new int[]{units, 0});
        merged(BOB, ++exchanges, 0, units);
    }

    @Test
    void mixing_doesNotHideTheLedger() {
        PublishedParameters replica = replica(1, 2, 3);
        replica.ledger().enter(Ledger.Reason.JOINED, 1);
        assertBroken(Laws.SUM, () -> laws.audit(List.of(replica)), "A node's accounts do not add up");
    }

    @Test
    void roundNumber_goingBack_isFound() {
        PeerProtocol later = protocol();
        train(later, 3);
        PeerProtocol earlier = protocol();
        train(earlier, 2);
        laws.afterStep(ALICE, later, Incarnations.UNKNOWN, List.of());
        laws.afterStep(ALICE, later, Incarnations.UNKNOWN, List.of());
        laws.afterStep(BOB, earlier, Incarnations.UNKNOWN, List.of());
        assertBroken(Laws.ROUNDS, () -> laws.afterStep(ALICE, earlier, Incarnations.UNKNOWN, List.of()),
                "alice went from 3 to 2");
        laws.afterStep(BOB, later, Incarnations.UNKNOWN, List.of());
        laws.wroteOff(BOB, 0);
        assertThatCode(() -> laws.afterStep(BOB, earlier, Incarnations.UNKNOWN, List.of())).as("after a restart")
                .doesNotThrowAnyException();
    }

    /** These two are of what a node does by itself. */
    @Test
    void roundsAndBounds_ofAnHonestNodeBesideALiar_areChecked() {
        laws.distrust(BOB);
        PeerProtocol later = protocol();
        train(later, 3);
        laws.afterStep(ALICE, later, 1, List.of());
        assertBroken(Laws.ROUNDS, () -> laws.afterStep(ALICE, protocol(), 1, List.of()), "alice went from 3 to 0");
        assertBroken(Laws.BOUNDS,
                () -> laws.afterStep(ALICE, later, 1,
                        List.of(new Effect.Send(BOB, new byte[SMALL_BLOCKS.frameBytesMax() + 1]))),
                "alice sent a frame of 10001 bytes");
    }

    @Test
    void tooLongFrame_isFound() {
        PeerProtocol protocol = protocol();
        int most = SMALL_BLOCKS.frameBytesMax();
        laws.afterStep(ALICE, protocol, Incarnations.UNKNOWN, List.of(new Effect.Send(BOB, new byte[most])));
        assertBroken(Laws.BOUNDS,
                () -> laws.afterStep(ALICE, protocol, Incarnations.UNKNOWN,
                        List.of(new Effect.Send(BOB, new byte[most + 1]))),
                "alice sent a frame of 10001 bytes");
    }

    @Test
    void tooManyUnfinishedBlocks_areFound() {
        PeerProtocol protocol = protocol();
        protocol.step(Duration.ofSeconds(1), new Event.PeerJoined(BOB, 1));
        train(protocol, 1);
        protocol.step(Duration.ofSeconds(2), new Event.MessageArrived(BOB,
                frames().encode(new Envelope(1, 1, new ExchangeMessage.Accept(1)))));
        assertThat(protocol.unfinishedBlocks()).isEqualTo(5);
        List<Effect> sent = List.of(new Effect.Send(BOB, new byte[1]));
        laws.afterStep(ALICE, protocol, Incarnations.UNKNOWN, sent);
        Laws strict = new Laws(withLimits(2, 2, 4), incarnations::get);
        assertBroken(Laws.BOUNDS, () -> strict.afterStep(ALICE, protocol, Incarnations.UNKNOWN, sent),
                "alice has 5 unfinished blocks");
    }

    @Test
    void parameters_outOfRange_areFound() {
        laws.audit(List.of(replica(FixedPoint.LIMIT, -FixedPoint.LIMIT)));
        for (int units : new int[]{FixedPoint.LIMIT + 1, -FixedPoint.LIMIT - 1, Integer.MAX_VALUE,
                Integer.MIN_VALUE}) {
            assertBroken(Laws.BOUNDS, () -> laws.audit(List.of(replica(0), replica(0, units))),
                    "A parameter is " + units + " units");
        }
    }

    @Test
    void messageOverACutLink_andRestartFromElsewhere_areFound() {
        laws.arrived(ALICE, BOB, false);
        assertBroken(Laws.LINKS, () -> laws.arrived(ALICE, BOB, true), "A message of alice reached bob");
        laws.restarted(ALICE, 7, 7);
        assertBroken(Laws.RESTART, () -> laws.restarted(ALICE, 7, 8), "alice came back with another replica");
    }
}
