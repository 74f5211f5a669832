package dev.grapevine.gossip.journal;

import static net.jqwik.api.Combinators.combine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

import dev.grapevine.consensus.mixing.MixingRules;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.wire.FieldBytes;

/** Arbitrary content of journals. */
final class JournalArbitraries {

    private JournalArbitraries() {}

    /** One arbitrary for each kind of event. */
    static Map<Class<? extends Event>, Arbitrary<? extends Event>> eventsByKind() {
        Map<Class<? extends Event>, Arbitrary<? extends Event>> kinds = new LinkedHashMap<>();
        kinds.put(Event.Started.class, Arbitraries.just(new Event.Started()));
        kinds.put(Event.MessageArrived.class, combine(peers(), bytes()).as(Event.MessageArrived::new));
        kinds.put(Event.TimerFired.class,
                Arbitraries.oneOf(timersByKind().values().stream().<Arbitrary<? extends Timer>>map(kind -> kind)
                        .toList()).map(Event.TimerFired::new));
        kinds.put(Event.CharterAdopted.class, plans().map(Event.CharterAdopted::new));
        kinds.put(Event.SumsReady.class, bytes().map(Event.SumsReady::new));
        kinds.put(Event.RoundFinished.class, combine(Arbitraries.longs(), parameters(), Arbitraries.integers(),
                Arbitraries.doubles(), Arbitraries.doubles(), Arbitraries.of(0.5, Double.NaN, Double.POSITIVE_INFINITY))
                .as((round, values, steps, start, first, last) -> new Event.RoundFinished(
                        new RoundResult(round, values, steps, start, first, last))));
        kinds.put(Event.RoundFailed.class, combine(Arbitraries.longs(), texts()).as(Event.RoundFailed::new));
        kinds.put(Event.PeerJoined.class, combine(peers(), Arbitraries.longs()).as(Event.PeerJoined::new));
        kinds.put(Event.PeerSuspected.class, peers().map(Event.PeerSuspected::new));
        kinds.put(Event.Evaluated.class, combine(Arbitraries.integers().greaterOrEqual(0), Arbitraries.doubles(),
                Arbitraries.of(0.5, Double.NaN, Double.NEGATIVE_INFINITY)).as(Event.Evaluated::new));
        kinds.put(Event.LeaveRequested.class, Arbitraries.just(new Event.LeaveRequested()));
        kinds.put(Event.FoundRequested.class, Arbitraries.just(new Event.FoundRequested()));
        kinds.put(Event.PauseRequested.class, Arbitraries.just(new Event.PauseRequested()));
        kinds.put(Event.ResumeRequested.class, Arbitraries.just(new Event.ResumeRequested()));
        kinds.put(Event.CheckpointRequested.class, Arbitraries.just(new Event.CheckpointRequested()));
        kinds.put(Event.MergeFinished.class, combine(Arbitraries.longs(),
                Arbitraries.integers().array(int[].class).ofMaxSize(40)).as(Event.MergeFinished::new));
        kinds.put(Event.Persisted.class, Arbitraries.longs().map(Event.Persisted::new));
        return kinds;
    }

    /** One arbitrary for each kind of timer. */
    static Map<Class<? extends Timer>, Arbitrary<? extends Timer>> timersByKind() {
        Map<Class<? extends Timer>, Arbitrary<? extends Timer>> kinds = new LinkedHashMap<>();
        kinds.put(Timer.OfConversation.class,
                combine(combine(numbers(), peers(), Arbitraries.longs(), Arbitraries.longs()).as(ConversationKey::new),
                        numbers()).as(Timer.OfConversation::new));
        kinds.put(Timer.SendMore.class, Arbitraries.just(new Timer.SendMore()));
        kinds.put(Timer.GoOn.class, Arbitraries.just(new Timer.GoOn()));
        kinds.put(Timer.HurryLeaving.class, Arbitraries.just(new Timer.HurryLeaving()));
        return kinds;
    }

    static Arbitrary<Event> events() {
        return Arbitraries.oneOf(List.copyOf(eventsByKind().values()));
    }

    static Arbitrary<SegmentHeader> headers() {
        return combine(texts(),
                combine(peers(), Arbitraries.longs().between(1, FieldBytes.INCARNATION_MAX), kept()).as(NodeLife::new),
                Arbitraries.longs(),
                Arbitraries.integers(), Arbitraries.longs(), origins())
                .as(SegmentHeader::new);
    }

    private static Arbitrary<Origin> origins() {
        Arbitrary<Map<String, String>> pinned = Arbitraries.maps(texts(), texts()).ofMaxSize(4);
        return Arbitraries.oneOf(combine(knobs(), pinned).as(Origin.LooksForRun::new),
                plans().map(Origin.KnowsRun::new), combine(plans(), bytes()).as(Origin.FromSnapshot::new));
    }

    private static Arbitrary<SortedMap<String, byte[]>> kept() {
        return Arbitraries.maps(texts(), bytes()).ofMaxSize(3).map(TreeMap::new);
    }

    private static Arbitrary<ClassShares> shares() {
        return Arbitraries.longs().between(1, 1000).array(long[].class).ofMinSize(2).ofMaxSize(ClassShares.CLASSES_MAX)
                .map(rows -> ClassShares.ofRows(rows).orElseThrow());
    }

    private static Arbitrary<RunPlan> plans() {
        return combine(charters(), knobs(), strategies(), Arbitraries.of(MixingRules.byName(MixingRules.DEFAULT)),
                parameters(), shares().optional())
                .as(RunPlan::new);
    }

    private static Arbitrary<ChosenStrategy> strategies() {
        return Arbitraries.of(Rooms.ALL.strategies()).flatMap(room -> Arbitraries.of(room.compressionExamples())
                .map(room::with));
    }

    private static Arbitrary<Charter> charters() {
        return combine(texts(), texts(), Arbitraries.of(true, false)).as(Charter.Term::new).list()
                .uniqueElements(Charter.Term::name).ofMaxSize(6).map(Charter::new);
    }

    private static Arbitrary<ProtocolParameters> knobs() {
        return combine(numbers().list().ofSize(15), flows()).as((n, flow) -> ProtocolParameters.DEFAULT
                .withBlockSize(1 + n.get(0)).withLocalSteps(n.get(1)).withFanout(n.get(2) % 65)
                .withInterval(Duration.ofNanos(n.get(3))).withServeDecay(n.get(4) / 1024f)
                .withUnfinishedBlocksMax(4096 + n.get(7)).withWindowBlocks(1 + n.get(5))
                .withOpenExchangesMax(1 + n.get(6)).withRetryAfter(Duration.ofNanos(1 + n.get(8)))
                .withRetryAfterMax(Duration.ofNanos(1 + n.get(8) + n.get(9))).withOfferAttempts(n.get(10))
                .withStallAttempts(n.get(11)).withEnrolmentPatience(Duration.ofMillis(n.get(12)))
                .withSumsPatience(Duration.ofSeconds(n.get(13))).withLeavePatience(Duration.ofSeconds(n.get(14)))
                .withCheckpointInterval(Duration.ofNanos(n.get(0) * 3L)).withFlow(flow));
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers().between(0, 1000);
    }

    private static Arbitrary<FlowParameters> flows() {
        return combine(Arbitraries.of("random", "ring", "base:2").map(Overlays::byName), numbers(),
                combine(numbers(), numbers()).as((a, more) -> new TokenAccount.Strategy(1 + a, 1 + a + more))
                        .optional(),
                numbers().map(Staleness::new), numbers()).as(
                        (overlay, bytes, tokens, staleness, ahead) -> new FlowParameters(overlay,
                                bytes, tokens, staleness, 1 + ahead));
    }

    /** Arbitrary bit patterns, with the special ones more often than by chance. */
    static Arbitrary<float[]> parameters() {
        return Arbitraries.oneOf(Arbitraries.integers().map(Float::intBitsToFloat), Arbitraries.of(0f, -0f, Float.NaN,
                Float.intBitsToFloat(0xffc0_1234), Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE))
                .array(float[].class).ofMaxSize(40);
    }

    private static Arbitrary<PeerId> peers() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(64).map(PeerId::new);
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    }

    /** Texts that UTF-8 can encode: half of a surrogate pair is not text. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(20)
                .filter(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text));
    }
}
