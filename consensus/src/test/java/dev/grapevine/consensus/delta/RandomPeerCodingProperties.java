package dev.grapevine.consensus.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Neither honest nor other bytes move a replica farther than its node allows, and both ends move alike. */
class RandomPeerCodingProperties {

    private static final int LENGTH = 20;
    private static final Blocks BLOCKS = new Blocks(LENGTH, LENGTH);

    /** A node that expects differences of a certain size. */
    private record Node(PublishedParameters replica, DisagreementScale scale, RandomPeerCoding coding) {

        static Node expecting(DeltaCodec codec, int difference, int[] units) {
            PublishedParameters replica = new PublishedParameters(BLOCKS, units);
            DisagreementScale scale = new DisagreementScale(1);
            scale.observed(0, difference);
            return new Node(replica, scale, new RandomPeerCoding(codec, replica, scale));
        }
    }

    @Property(tries = 3000)
    void whateverIsRequestedTheDifferenceIsWithinTheCap(@ForAll("codecs") DeltaCodec codec,
            @ForAll("grids") Grid grid, @ForAll @IntRange(min = 1, max = 1 << 24) int expected, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Node node = Node.expecting(codec, expected, units(random, 1 << 24));
        byte[] request = new byte[Math.max(0, codec.valueBytesMax(grid, LENGTH) - random.nextInt(2))];
        random.nextBytes(request);
        if (codec instanceof ModularCodec && random.nextInt(4) > 0) {
            int[] far = units(random, 1 << random.nextInt(31));
            byte[] room = new byte[codec.valueBytesMax(grid, LENGTH)];
            request = Arrays.copyOf(room, codec.encodeValues(far, 0, LENGTH, grid, 7, room, 0));
        }
        int[] difference = new int[LENGTH];
        if (node.coding.read(0, grid, 7, request, difference) == Reading.DECODED) {
            int cap = node.scale.cap(0);
            node.coding.reply(0, grid, 7, difference);
            // Whole-value codecs round what they send.
            assertThat(largest(difference)).isLessThanOrEqualTo(cap + (cap >> 7));
        }
    }

    @Property(tries = 3000)
    void whateverIsRepliedTheDifferenceIsWithinWhatWasAsked(@ForAll("codecs") DeltaCodec codec,
            @ForAll("grids") Grid grid, @ForAll @IntRange(min = 1, max = 1 << 24) int expected, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Node node = Node.expecting(codec, expected, units(random, 1 << 24));
        Grid asked = node.coding.firstGrid(0);
        byte[] reply = new byte[random.nextInt(codec.differenceBytesMax(grid, LENGTH) + 2)];
        random.nextBytes(reply);
        int[] difference = new int[LENGTH];
        if (node.coding.readReply(0, asked, grid, 7, reply, difference)) {
            assertThat(largest(difference)).isLessThanOrEqualTo(asked.reach());
        }
    }

    @Property
    void bothEndsMoveAlikeAlsoBeyondTheCap(@ForAll("codecs") DeltaCodec codec,
            @ForAll @IntRange(min = 1, max = 1 << 20) int expected, @ForAll @IntRange(max = 29) int apart,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] units = units(random, 1 << 24);
        Node initiator = Node.expecting(codec, expected, units);
        Node responder = Node.expecting(codec, expected,
                Arrays.stream(units).map(value -> value + random.nextInt(-1 << apart, 1 << apart)).toArray());
        Grid grid = initiator.coding.firstGrid(0);
        int[] ofResponder = new int[LENGTH];
        while (responder.coding.read(0, grid, 7, initiator.coding.request(0, grid, 7),
                ofResponder) != Reading.DECODED) {
            grid = initiator.coding.nextGrid(grid);
        }
        byte[] reply = responder.coding.reply(0, grid, 7, ofResponder);
        int[] ofInitiator = new int[LENGTH];
        assertThat(initiator.coding.readReply(0, grid, grid, 7, reply, ofInitiator)).isTrue();
        assertThat(ofInitiator).isEqualTo(ofResponder);
    }

    /** The cap is what keeps a liar's request small. */
    @Example
    void withoutExpectationsNothingIsCut() {
        Node trusting = Node.expecting(new ModularCodec(4), 0, new int[LENGTH]);
        int[] far = new int[LENGTH];
        Arrays.fill(far, 1 << 29);
        byte[] room = new byte[new ModularCodec(4).valueBytesMax(Grid.NONE, LENGTH)];
        new ModularCodec(4).encodeValues(far, 0, LENGTH, Grid.NONE, 7, room, 0);
        int[] difference = new int[LENGTH];
        assertThat(trusting.coding.read(0, Grid.NONE, 7, room, difference)).isEqualTo(Reading.DECODED);
        trusting.coding.reply(0, Grid.NONE, 7, difference);
        assertThat(difference).containsOnly(1 << 29);
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
        return Arbitraries.of(ReplicaPair.CODECS);
    }

    @Provide
    Arbitrary<Grid> grids() {
        return ReplicaPair.grids();
    }
}
