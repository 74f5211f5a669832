package dev.grapevine.consensus.coding.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.ReplicaPair;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.units.Lattice;

/** What the codecs promise with which others are compared: that they are as bad as they are said to be, and no worse. */
class BaselineCodecsProperties {

    private static final byte GUARD = 0x5a;
    private static final int MARGIN = 4;

    @Property
    void replicasThatAgreeStay(@ForAll("codecs") String name, @ForAll("pairs") ReplicaPair pair) {
        ReplicaPair same = new ReplicaPair(pair.own(), pair.own(), pair.ditherSeed());
        int[] difference = new int[same.length()];
        Arrays.fill(difference, 1);
        assertThat(same.read(DeltaCodecs.byName(name), Lattice.NONE, difference)).isEqualTo(DecodeResult.DECODED);
        assertThat(difference).containsOnly(0);
    }

    @Property
    void bothSidesMoveByTheSameIntegers(@ForAll("codecs") String name, @ForAll("pairs") ReplicaPair pair) {
        DeltaCodec codec = DeltaCodecs.byName(name);
        int[] byResponder = new int[pair.length()];
        assertThat(pair.read(codec, Lattice.NONE, byResponder)).isEqualTo(DecodeResult.DECODED);
        int most = codec.differenceBytesMax(Lattice.NONE, pair.length());
        byte[] reply = new byte[most + 2 * MARGIN];
        Arrays.fill(reply, GUARD);
        int bytes = codec.encodeDifference(byResponder, pair.length(), Lattice.NONE, pair.ditherSeed(), reply, MARGIN);
        assertThat(bytes).isLessThanOrEqualTo(most);
        assertThat(Arrays.copyOf(reply, MARGIN)).containsOnly(GUARD);
        assertThat(Arrays.copyOfRange(reply, MARGIN + bytes, reply.length)).containsOnly(GUARD);
        int[] byInitiator = new int[pair.length() + 1];
        byInitiator[pair.length()] = GUARD;
        assertThat(codec.decodeDifference(reply, MARGIN, bytes, pair.length(), Lattice.NONE, pair.ditherSeed(),
                byInitiator)).isTrue();
        assertThat(byInitiator).startsWith(byResponder).endsWith(GUARD);
    }

    @Property
    void sentParametersAreReadExactlyAndOthersStay(
            @ForAll("sparse") String name, @ForAll("pairs") ReplicaPair pair) {
        int[] difference = new int[pair.length()];
        assertThat(pair.read(DeltaCodecs.byName(name), Lattice.NONE, difference)).isEqualTo(DecodeResult.DECODED);
        assertThat(areExactOrZero(difference, pair)).isTrue();
        int differing = 0;
        for (int i = 0; i < pair.length(); i++) {
            differing += pair.theirs()[i] != pair.own()[i] ? 1 : 0;
        }
        long moved = Arrays.stream(difference).filter(units -> units != 0).count();
        assertThat(moved).isLessThanOrEqualTo((pair.length() + 1) / 2);
        assertThat(moved).isGreaterThanOrEqualTo(differing - pair.length() / 2);
    }

    private static boolean areExactOrZero(int[] difference, ReplicaPair pair) {
        boolean are = true;
        for (int i = 0; i < pair.length(); i++) {
            are &= difference[i] == 0 || difference[i] == pair.theirs()[i] - pair.own()[i];
        }
        return are;
    }

    @Example
    void aNumberInTheWrongPlaceIsNoticed() {
        ReplicaPair pair = new ReplicaPair(new int[]{5, 9, 1, 2}, new int[]{4, 4, 4, 4}, 3);
        int[] difference = new int[4];
        assertThat(pair.read(DeltaCodecs.byName("topk:0.5"), Lattice.NONE, difference)).isEqualTo(DecodeResult.DECODED);
        assertThat(difference).containsExactly(1, 5, 0, 0);
        assertThat(areExactOrZero(difference, pair)).isTrue();
        assertThat(areExactOrZero(new int[]{5, 1, 0, 0}, pair)).isFalse();
    }

    @Property
    void quantizedValuesAreOffByAStepAtMost(@ForAll("pairs") ReplicaPair pair) {
        for (int bits = 4; bits <= 8; bits += 4) {
            int[] difference = new int[pair.length()];
            assertThat(pair.read(new UniformQuantizationCodec(bits), Lattice.NONE, difference))
                    .isEqualTo(DecodeResult.DECODED);
            long largest = 0;
            for (int i = 0; i < pair.length(); i++) {
                largest = Math.max(largest, Math.max(Math.abs(pair.theirs()[i]), Math.abs(pair.own()[i])));
            }
            long step = largest / ((1 << (bits - 1)) - 1) + 1;
            for (int i = 0; i < pair.length(); i++) {
                assertThat(Math.abs((long) difference[i] - ((long) pair.theirs()[i] - pair.own()[i])))
                        .isLessThanOrEqualTo(step + 1);
            }
        }
    }

    @Property(tries = 5000)
    void hostileBytesAreReadOrRefused(@ForAll("all") String name, @ForAll("pairs") ReplicaPair pair,
            @ForAll int seed) {
        DeltaCodec codec = DeltaCodecs.byName(name);
        byte[] values = mutated(pair.encoded(codec, Lattice.NONE), seed);
        int[] difference = new int[pair.length() + 1];
        difference[pair.length()] = GUARD;
        codec.difference(values, 0, values.length, pair.own(), 0, pair.length(), Lattice.NONE, pair.ditherSeed(),
                difference);
        codec.decodeDifference(values, 0, values.length, pair.length(), Lattice.NONE, pair.ditherSeed(), difference);
        assertThat(difference).endsWith(GUARD);
    }

    private static byte[] mutated(byte[] honest, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return switch (random.nextInt(3)) {
            case 0 -> {
                random.nextBytes(honest);
                yield honest;
            }
            case 1 -> Arrays.copyOf(honest, random.nextInt(honest.length + 9));
            default -> {
                honest[random.nextInt(honest.length)] ^= (byte) (1 << random.nextInt(8));
                yield honest;
            }
        };
    }

    /** Honest ones and such as nobody sends: NaN, infinities, fractions of units. */
    @Property(tries = 2000)
    void bfloat16TwinsAgreeBitByBit(@ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = random.nextInt(1, 200);
        ReplicaPair pair = new ReplicaPair(random.ints(length, -(1 << 30), (1 << 30) + 1).toArray(),
                random.ints(length, -(1 << 30), (1 << 30) + 1).toArray(), 1);
        Bfloat16Codec one = new Bfloat16Codec();
        Bfloat16Codec other = Bfloat16Codec.scalar();
        assertThat(areTwins(one, other, pair, pair.encoded(one, Lattice.NONE))).isTrue();
        assertThat(areTwins(one, other, pair, mutated(pair.encoded(one, Lattice.NONE), seed))).isTrue();
    }

    @Example
    void bfloat16TwinsThatDifferAreNoticed() {
        ReplicaPair pair = new ReplicaPair(new int[]{1 << 30, 5}, new int[]{-(1 << 30), 3}, 1);
        Bfloat16Codec scalar = Bfloat16Codec.scalar();
        byte[] payload = pair.encoded(scalar, Lattice.NONE);
        assertThat(areTwins(scalar, new Bfloat16Codec(), pair, payload)).isTrue();
        assertThat(areTwins(scalar, new Float32Codec(), pair, payload)).isFalse();
    }

    private static boolean areTwins(DeltaCodec one, DeltaCodec other, ReplicaPair pair, byte[] payload) {
        int[] first = new int[pair.length()];
        int[] second = new int[pair.length()];
        boolean are = Arrays.equals(pair.encoded(one, Lattice.NONE), pair.encoded(other, Lattice.NONE));
        DecodeResult reading = one.difference(payload, 0, payload.length, pair.own(), 0, pair.length(), Lattice.NONE, 0,
                first);
        are &= reading == other.difference(payload, 0, payload.length, pair.own(), 0, pair.length(), Lattice.NONE, 0,
                second) && (reading != DecodeResult.DECODED || Arrays.equals(first, second));
        boolean isRead = one.decodeDifference(payload, 0, payload.length, pair.length(), Lattice.NONE, 0, first);
        are &= isRead == other.decodeDifference(payload, 0, payload.length, pair.length(), Lattice.NONE, 0, second)
                && (!isRead || Arrays.equals(first, second));
        byte[] room = new byte[payload.length + 4 * pair.length()];
        byte[] otherRoom = room.clone();
        one.encodeDifference(first, pair.length(), Lattice.NONE, 0, room, 0);
        other.encodeDifference(first.clone(), pair.length(), Lattice.NONE, 0, otherRoom, 0);
        return are && Arrays.equals(room, otherRoom);
    }

    @Example
    void compressorsAreFoundByTheirNames() {
        for (String name : DeltaCodecs.baselines()) {
            assertThat(DeltaCodecs.byName(name).name()).isEqualTo(name);
            assertThat(DeltaCodecs.names()).doesNotContain(name);
        }
        assertThatThrownBy(() -> DeltaCodecs.byName("topk:2")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'2' is no fraction: allowed is more than 0 and at most 1");
    }

    @Provide
    Arbitrary<String> codecs() {
        return Arbitraries.of("int8", "int4", "randomk:0.1", "randomk:0.5", "topk:0.1", "topk:1");
    }

    @Provide
    Arbitrary<String> all() {
        return Arbitraries.of("int8", "int4", "randomk:0.1", "topk:0.1", "bf16", "float32");
    }

    @Provide
    Arbitrary<String> sparse() {
        return Arbitraries.of("randomk:0.5", "topk:0.5");
    }

    @Provide
    Arbitrary<ReplicaPair> pairs() {
        return ReplicaPair.arbitrary();
    }
}
