package dev.grapevine.consensus.coding.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.Asked;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.ReplicaPair;
import dev.grapevine.consensus.coding.lattice.ModularCodec;
import dev.grapevine.consensus.coding.value.TopKCodec;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.Lattice;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Neither honest nor other bytes move a replica farther than its node allows, and both ends move alike. */
class RandomPeerCodingProperties {

    private static final int LENGTH = 20;
    private static final Blocks BLOCKS = new Blocks(LENGTH, LENGTH);

    /** A node that expects differences of a certain size. */
    private record Node(PublishedParameters replica, DisagreementEstimate scale, RandomPeerCoding coding) {

        static Node expecting(DeltaCodec codec, int difference, int[] units) {
            PublishedParameters replica = new PublishedParameters(BLOCKS, units);
            DisagreementEstimate scale = new DisagreementEstimate(1);
            scale.observed(0, difference);
            return new Node(replica, scale, new RandomPeerCoding(codec, replica, scale));
        }
    }

    @Property(tries = 3000)
    void anyRequestIsReadWithinTheCap(@ForAll("codecs") DeltaCodec codec,
            @ForAll("lattices") Lattice lattice, @ForAll @IntRange(max = 1 << 24) int expected,
            @ForAll @IntRange(max = Cap.EXPONENT_MAX) int exponent, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Node node = Node.expecting(codec, expected, units(random, 1 << 24));
        byte[] request = new byte[Math.max(0, codec.valueBytesMax(lattice, LENGTH) - random.nextInt(2))];
        random.nextBytes(request);
        if (random.nextInt(4) > 0) {
            int[] far = units(random, 1 << random.nextInt(31));
            byte[] room = new byte[codec.valueBytesMax(lattice, LENGTH)];
            request = Arrays.copyOf(room, codec.encodeValues(far, 0, LENGTH, lattice, 7, room, 0));
        }
        int[] difference = new int[LENGTH];
        if (node.coding.read(0, lattice, 7, request, difference) == DecodeResult.DECODED) {
            Cap most = new Cap(exponent);
            node.coding.reply(0, lattice, 7, most, difference);
            assertThat(largest(difference)).isLessThanOrEqualTo(most.units());
        }
    }

    /** On lattices that were widened, too, which reach ever farther. */
    @Property(tries = 3000)
    void anyReplyIsReadWithinTheRequestedCap(@ForAll("codecs") DeltaCodec codec,
            @ForAll("lattices") Lattice lattice, @ForAll @IntRange(max = 1 << 24) int expected,
            @ForAll @IntRange(max = 4) int widenings, @ForAll @IntRange(max = Cap.EXPONENT_MAX) int exponent,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Node node = Node.expecting(codec, expected, units(random, 1 << 24));
        Asked asked = new Asked(node.coding.firstLattice(0), new Cap(exponent));
        for (int i = 0; i < widenings; i++) {
            asked = asked.on(node.coding.nextLattice(asked.lattice()));
        }
        Lattice answered = random.nextBoolean() ? asked.lattice() : lattice;
        int[] difference = new int[LENGTH];
        if (node.coding.readReply(0, asked, answered, 7, reply(codec, answered, random), difference)) {
            assertThat(largest(difference)).isLessThanOrEqualTo(asked.lattice().reach())
                    .isLessThanOrEqualTo(asked.most().units());
        }
    }

    /** Any bytes, or any difference in the codec's form. */
    private static byte[] reply(DeltaCodec codec, Lattice lattice, SplittableRandom random) {
        byte[] room = new byte[codec.differenceBytesMax(lattice, LENGTH)];
        if (random.nextInt(4) == 0) {
            random.nextBytes(room);
            return Arrays.copyOf(room, random.nextInt(room.length + 2));
        }
        int[] any = units(random, 1 << random.nextInt(31));
        if (codec instanceof ModularCodec) {
            Cap.cut(any, LENGTH, (int) Math.min(1 << 30, lattice.reach() / 2));
        }
        if (codec instanceof TopKCodec) {
            // It says of no more values than a request does.
            Arrays.fill(any, 2, LENGTH, 0);
        }
        return Arrays.copyOf(room, codec.encodeDifference(any, LENGTH, lattice, 7, room, 0));
    }

    @Property
    void bothEndsMoveAlikeAlsoBeyondTheCap(@ForAll("codecs") DeltaCodec codec,
            @ForAll @IntRange(max = 1 << 20) int expected, @ForAll @IntRange(max = 29) int apart,
            @ForAll @IntRange(max = Cap.EXPONENT_MAX) int exponent, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] units = units(random, 1 << 24);
        Node initiator = Node.expecting(codec, expected, units);
        Node responder = Node.expecting(codec, expected,
                Arrays.stream(units).map(value -> value + random.nextInt(-1 << apart, 1 << apart)).toArray());
        Cap most = new Cap(exponent);
        int[] ofResponder = new int[LENGTH];
        Lattice lattice = readUntilDecoded(initiator, responder, ofResponder);
        byte[] reply = responder.coding.reply(0, lattice, 7, most, ofResponder).payload();
        int[] ofInitiator = new int[LENGTH];
        assertThat(initiator.coding.readReply(0, new Asked(lattice, most), lattice, 7, reply, ofInitiator))
                .as("an honest reply is never beyond").isTrue();
        assertThat(ofInitiator).isEqualTo(ofResponder);
    }

    private static Lattice readUntilDecoded(Node initiator, Node responder, int[] difference) {
        Lattice lattice = initiator.coding.firstLattice(0);
        while (responder.coding.read(0, lattice, 7, initiator.coding.request(0, lattice, 7),
                difference) != DecodeResult.DECODED) {
            lattice = initiator.coding.nextLattice(lattice);
        }
        return lattice;
    }

    /** One peer, exchange after exchange, with whatever values: a round at most doubles how far it moves a parameter. */
    @Property(tries = 200)
    void manyExchangesRaiseTheCapAtMostTwofoldInARound(@ForAll("codecs") DeltaCodec codec,
            @ForAll @IntRange(max = 1 << 20) int trained, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Node node = Node.expecting(codec, 0, new int[LENGTH]);
        node.scale.trained(new int[]{trained});
        for (int round = 0; round < 6; round++) {
            Cap cap = node.scale.cap(0);
            for (int exchange = 0; exchange < 5; exchange++) {
                Node peer = Node.expecting(codec, 0, units(random, 1 << random.nextInt(31)));
                boolean begins = random.nextBoolean();
                int[] difference = new int[LENGTH];
                Lattice lattice = readUntilDecoded(begins ? node : peer, begins ? peer : node, difference);
                (begins ? peer : node).coding.reply(0, lattice, 7, cap, difference);
                assertThat(cap.admits(difference, LENGTH)).isTrue();
                node.scale.observed(0, (int) largest(difference));
                assertThat(node.scale.cap(0)).as("within a round").isEqualTo(cap);
                node.replica.addIncrements(0, difference);
            }
            node.scale.trained(new int[]{trained});
            assertThat(node.scale.cap(0).exponent()).isLessThanOrEqualTo(cap.exponent() + 1);
        }
    }

    private static int[] units(SplittableRandom random, int bound) {
        return random.ints(LENGTH, -bound, Math.max(1, bound))
                .map(value -> Math.max(-1 << 30, Math.min(1 << 30, value)))
                .toArray();
    }

    private static long largest(int[] values) {
        return Arrays.stream(values).mapToLong(value -> Math.abs((long) value)).max().orElse(0);
    }

    @Provide
    Arbitrary<DeltaCodec> codecs() {
        return Arbitraries.of(Stream.concat(ReplicaPair.CODECS.stream(),
                DeltaCodecs.baselines().stream().map(DeltaCodecs::byName)).toList());
    }

    @Provide
    Arbitrary<Lattice> lattices() {
        return ReplicaPair.lattices();
    }
}
