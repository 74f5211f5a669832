package dev.grapevine.gossip.wire;

import static net.jqwik.api.Combinators.combine;

import java.nio.charset.StandardCharsets;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.peers.ClassShares;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** All that peers can say to each other. */
final class MessageArbitraries {

    private static final int LONGEST_PAYLOAD = 300;

    private MessageArbitraries() {}

    static Arbitrary<Envelope> envelopes() {
        return combine(counts(), counts(), messages()).as(Envelope::new);
    }

    static Arbitrary<Message> messages() {
        return Arbitraries.<Message>oneOf(Arbitraries.just(new Message.CharterRequest()),
                combine(charters().optional(), counts()).as(Message.CharterReply::new),
                blocks().map(Message.CopyRequest::new), combine(blocks(), payloads()).as(Message.CopyReply::new),
                Arbitraries.just(new Message.SumsRequest()), payloads().map(Message.SumsReply::new),
                combine(Arbitraries.longs(), shares()).as(Message.ClassSharesNotice::new),
                combine(counts(), Arbitraries.longs(), counts()).as(Message.Offer::new),
                counts().map(Message.Accept::new),
                combine(counts(), Arbitraries.of(Message.Refusal.class), texts()).as(Message.Decline::new),
                combine(counts(), blocks(), openExchanges(), grids(), payloads()).as(Message.BlockRequest::new),
                combine(counts(), blocks(), openExchanges(), grids(), payloads()).as(Message.BlockRest::new),
                combine(counts(), blocks(), openExchanges(), grids(), payloads()).as(Message.BlockReply::new),
                combine(counts(), blocks()).as(Message.BlockOutOfReach::new),
                combine(counts(), blocks()).as(Message.BlockQuery::new),
                combine(counts(), blocks()).as(Message.BlockUnread::new),
                combine(counts(), blocks()).as(Message.BlockReminder::new),
                combine(counts(), blocks()).as(Message.BlockDone::new), Arbitraries.just(new Message.Leaving()));
    }

    private static Arbitrary<ClassShares> shares() {
        return Arbitraries.longs().between(1, 1000).array(long[].class).ofMinSize(2).ofMaxSize(ClassShares.CLASSES_MAX)
                .map(rows -> ClassShares.ofRows(rows).orElseThrow());
    }

    private static Arbitrary<Charter> charters() {
        return combine(texts(), texts(), Arbitraries.of(true, false)).as(Charter.Term::new).list()
                .uniqueElements(Charter.Term::name).ofMaxSize(10).map(Charter::new);
    }

    private static Arbitrary<Long> counts() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    private static Arbitrary<Integer> blocks() {
        return Arbitraries.integers().between(0, 1 << 24);
    }

    private static Arbitrary<Integer> openExchanges() {
        return Arbitraries.integers().between(0, 1 << 16);
    }

    private static Arbitrary<Grid> grids() {
        return combine(Arbitraries.integers().between(0, Grid.MAX_STEP_EXPONENT), Arbitraries.of(1, 3, 5, 7),
                Arbitraries.integers().between(0, Grid.MAX_BITS))
                .as((exponent, divisor, bits) -> Grid.isValid(exponent, divisor, bits)
                        ? new Grid(exponent, divisor, bits)
                        : Grid.NONE);
    }

    private static Arbitrary<byte[]> payloads() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(LONGEST_PAYLOAD);
    }

    /** Those that UTF-8 can tell: half of a surrogate pair is no text. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(30)
                .filter(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text));
    }
}
