package dev.grapevine.consensus.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What every codec promises. */
class DeltaCodecProperties {

    private static final byte GUARD = 0x5a;

    @Property
    void theDifferenceIsRightUpToTheStatedError(@ForAll("codecs") DeltaCodec codec, @ForAll("pairs") ReplicaPair pair) {
        int[] difference = new int[pair.length()];
        Lattice lattice = pair.readUntilDecoded(codec, pair.largestDifference(), difference);
        for (int i = 0; i < pair.length(); i++) {
            long exact = (long) pair.theirs()[i] - pair.own()[i];
            assertThat(Math.abs(difference[i] - exact)).as("error at %s of %s on %s", i, codec.name(), lattice)
                    .isLessThanOrEqualTo(statedError(codec, lattice, pair.theirs()[i], pair.own()[i]));
        }
    }

    /** In units, for a difference of two rounded values. */
    private static long statedError(DeltaCodec codec, Lattice lattice, long theirs, long own) {
        long magnitude = Math.abs(theirs) + Math.abs(own);
        return switch (codec.name()) {
            // Half a unit in the last of 24 bits, for each of the two.
            case "float32" -> magnitude >> 24;
            case "bf16" -> magnitude >> 8;
            // Less than one step, which is all that ints have at the very ends of the range.
            default -> Math.abs(theirs - own) < Integer.MAX_VALUE - step(lattice) ? step(lattice) : 2 * step(lattice);
        };
    }

    private static long step(Lattice lattice) {
        return (long) Math.ceil(lattice.step());
    }

    @Property
    void aDifferenceOfTheWholeRangeKeepsItsSign(@ForAll("codecs") DeltaCodec codec) {
        ReplicaPair ends = new ReplicaPair(new int[]{FixedPoint.LIMIT, -FixedPoint.LIMIT},
                new int[]{-FixedPoint.LIMIT, FixedPoint.LIMIT}, 1);
        int[] difference = new int[2];
        Lattice lattice = ends.readUntilDecoded(codec, Integer.MAX_VALUE, difference);
        assertThat(difference[0]).isGreaterThanOrEqualTo((int) (Integer.MAX_VALUE - step(lattice)));
        assertThat(difference[1]).isEqualTo(Integer.MIN_VALUE);
    }

    @Property
    void replicasThatAgreeStay(@ForAll("codecs") DeltaCodec codec, @ForAll("pairs") ReplicaPair pair,
            @ForAll @IntRange(max = 1 << 30) int expected) {
        ReplicaPair same = new ReplicaPair(pair.own(), pair.own(), pair.ditherSeed());
        int[] difference = new int[same.length()];
        Arrays.fill(difference, 1);
        assertThat(same.read(codec, codec.firstLattice(expected), difference)).isEqualTo(DecodeResult.DECODED);
        assertThat(difference).containsOnly(0);
    }

    @Property
    void bothSidesMoveByTheSameIntegers(@ForAll("codecs") DeltaCodec codec, @ForAll("pairs") ReplicaPair pair,
            @ForAll @IntRange(max = 1 << 30) int expected) {
        assertThat(bothSidesMoveAlike(codec, pair, expected)).isTrue();
    }

    @Example
    void responderThatKeepsTheUnroundedDifferenceIsNoticed() {
        ReplicaPair pair = new ReplicaPair(new int[]{123_456_789}, new int[]{987_654}, 1);
        assertThat(bothSidesMoveAlike(DeltaCodecs.byName("bf16"), pair, 1)).isTrue();
        assertThat(bothSidesMoveAlike(keepingItsOwnDifference(DeltaCodecs.byName("bf16")), pair, 1)).isFalse();
    }

    private static boolean bothSidesMoveAlike(DeltaCodec codec, ReplicaPair pair, int expected) {
        int[] byResponder = new int[pair.length()];
        Lattice lattice = pair.readUntilDecoded(codec, expected, byResponder);
        byte[] reply = new byte[codec.differenceBytesMax(lattice, pair.length())];
        int bytes = codec.encodeDifference(byResponder, pair.length(), lattice, pair.ditherSeed(), reply, 0);
        int[] byInitiator = new int[pair.length()];
        return codec.decodeDifference(reply, 0, bytes, pair.length(), lattice, pair.ditherSeed(), byInitiator)
                && Arrays.equals(byResponder, byInitiator);
    }

    /** A codec that forgets to replace the difference by what the other side will read. */
    private static DeltaCodec keepingItsOwnDifference(DeltaCodec codec) {
        return (DeltaCodec) Proxy.newProxyInstance(DeltaCodec.class.getClassLoader(), new Class<?>[]{DeltaCodec.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("encodeDifference")) {
                        arguments[0] = ((int[]) arguments[0]).clone();
                    }
                    try {
                        return method.invoke(codec, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Property
    void valuesFillTheBytesThatTheyAreSaidToTake(@ForAll("codecs") DeltaCodec codec,
            @ForAll("pairs") ReplicaPair pair, @ForAll @IntRange(max = 1 << 30) int expected,
            @ForAll @IntRange(max = 9) int offset) {
        Lattice lattice = codec.firstLattice(expected);
        int most = codec.valueBytesMax(lattice, pair.length());
        byte[] once = guarded(offset + most + 9);
        byte[] twice = new byte[once.length];
        int bytes = codec.encodeValues(pair.theirs(), 0, pair.length(), lattice, pair.ditherSeed(), once, offset);
        assertThat(bytes).isLessThanOrEqualTo(most);
        codec.encodeValues(pair.theirs(), 0, pair.length(), lattice, pair.ditherSeed(), twice, offset);
        assertThatOnlyTheMiddleIsWritten(once, twice, offset, bytes);
        assertThat(Arrays.copyOfRange(once, offset, offset + bytes)).isEqualTo(pair.encoded(codec, lattice));
    }

    @Property
    void differencesFillTheBytesThatTheyAreSaidToTake(@ForAll("codecs") DeltaCodec codec,
            @ForAll("pairs") ReplicaPair pair, @ForAll @IntRange(max = 1 << 30) int expected,
            @ForAll @IntRange(max = 9) int offset) {
        int[] difference = new int[pair.length()];
        Lattice lattice = pair.readUntilDecoded(codec, expected, difference);
        int most = codec.differenceBytesMax(lattice, pair.length());
        byte[] once = guarded(offset + most + 9);
        byte[] twice = new byte[once.length];
        int seed = pair.ditherSeed();
        int bytes = codec.encodeDifference(difference.clone(), pair.length(), lattice, seed, once, offset);
        assertThat(bytes).isLessThanOrEqualTo(most);
        codec.encodeDifference(difference, pair.length(), lattice, seed, twice, offset);
        assertThatOnlyTheMiddleIsWritten(once, twice, offset, bytes);
        int[] read = new int[pair.length() + 1];
        assertThat(codec.decodeDifference(once, offset, bytes, pair.length(), lattice, seed, read)).isTrue();
        assertThat(read).startsWith(difference).endsWith(0);
    }

    private static byte[] guarded(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, GUARD);
        return bytes;
    }

    private static void assertThatOnlyTheMiddleIsWritten(byte[] guarded, byte[] zeroed, int offset, int length) {
        for (int i = 0; i < guarded.length; i++) {
            boolean inside = i >= offset && i < offset + length;
            assertThat(guarded[i]).as("byte %s", i).isEqualTo(inside ? zeroed[i] : GUARD);
            assertThat(inside || zeroed[i] == 0).as("byte %s", i).isTrue();
        }
    }

    @Property
    void onlyTheBlockIsRead(@ForAll("codecs") DeltaCodec codec, @ForAll("pairs") ReplicaPair pair,
            @ForAll @IntRange(max = 1 << 30) int expected, @ForAll @IntRange(min = 1, max = 9) int offset) {
        int[] theirsWithin = within(pair.theirs(), offset, 77);
        int[] ownWithin = within(pair.own(), offset, -99);
        int[] difference = new int[pair.length()];
        Lattice lattice = pair.readUntilDecoded(codec, expected, difference);
        byte[] room = new byte[codec.valueBytesMax(lattice, pair.length())];
        int bytes = codec.encodeValues(theirsWithin, offset, pair.length(), lattice, pair.ditherSeed(), room, 0);
        byte[] payload = Arrays.copyOf(room, bytes);
        assertThat(payload).isEqualTo(pair.encoded(codec, lattice));
        int[] again = new int[pair.length()];
        codec.difference(payload, 0, bytes, ownWithin, offset, pair.length(), lattice, pair.ditherSeed(), again);
        assertThat(again).isEqualTo(difference);
    }

    private static int[] within(int[] values, int offset, int around) {
        int[] all = new int[values.length + 2 * offset];
        Arrays.fill(all, around);
        System.arraycopy(values, 0, all, offset, values.length);
        return all;
    }

    @Property
    void aCodecAcceptsItsOwnLattices(@ForAll("codecs") DeltaCodec codec, @ForAll @IntRange int expected) {
        Lattice lattice = codec.firstLattice(Math.max(0, expected));
        for (int i = 0; i < 10; i++) {
            assertThat(codec.accepts(lattice)).isTrue();
            assertThat(codec.widen(lattice).reach()).isGreaterThanOrEqualTo(lattice.reach());
            lattice = codec.widen(lattice);
        }
        assertThat(lattice.bits()).isEqualTo(Lattice.MAX_BITS);
    }

    @Provide
    Arbitrary<DeltaCodec> codecs() {
        return Arbitraries.of(ReplicaPair.CODECS);
    }

    @Provide
    Arbitrary<ReplicaPair> pairs() {
        return ReplicaPair.arbitrary();
    }
}
