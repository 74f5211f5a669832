package dev.grapevine.consensus.coding.lattice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.ReplicaPair;
import dev.grapevine.consensus.coding.peer.DisagreementEstimate;
import dev.grapevine.consensus.random.Dither;
import dev.grapevine.consensus.units.Lattice;

/** What reading modulo a power of two promises: exact within reach, never wrong beyond. */
class ModularCodecProperties {

    private static final DeltaCodec CODEC = new ModularCodec(4);

    @Property(tries = 3000)
    void differenceWithinReachIsThatOfTheLatticePoints(@ForAll("pairs") ReplicaPair pair,
            @ForAll @IntRange(max = 4) int widths, @ForAll @IntRange(min = 2, max = 16) int bits) {
        ModularCodec codec = new ModularCodec(bits);
        Lattice lattice = codec.firstLattice(pair.largestDifference());
        for (int i = 0; i < widths; i++) {
            lattice = codec.widen(lattice);
        }
        assertThat(isReadRightly(codec, pair, lattice)).isTrue();
    }

    @Property(tries = 3000)
    void onAnyLatticeADifferenceIsRightOrRefused(@ForAll("pairs") ReplicaPair pair,
            @ForAll("lattices") Lattice lattice) {
        assertThat(isReadRightly(CODEC, pair, lattice)).isTrue();
    }

    @Property
    void differencesBeyondReachAreNotDecoded(@ForAll("pairs") ReplicaPair pair, @ForAll("lattices") Lattice lattice) {
        long largest = largest(latticeDifference(pair, lattice));
        if (largest > lattice.reach()) {
            assertThat(pair.read(CODEC, lattice, new int[pair.length()])).isEqualTo(DecodeResult.OUT_OF_REACH);
        }
    }

    @Example
    void aReaderWithoutChecksumIsNoticed() {
        ReplicaPair far = new ReplicaPair(new int[]{1000, 0}, new int[]{0, 0}, 1);
        Lattice narrow = new Lattice(0, 4);
        assertThat(isReadRightly(CODEC, far, narrow)).isTrue();
        assertThat(isReadRightly(withReading(_ -> DecodeResult.DECODED), far, narrow)).isFalse();
    }

    @Example
    void readerThatReportsOutOfReachTooEarlyIsNoticed() {
        ReplicaPair near = new ReplicaPair(new int[]{3, 0}, new int[]{0, 0}, 1);
        Lattice wideEnough = new Lattice(0, 4);
        assertThat(isReadRightly(CODEC, near, wideEnough)).isTrue();
        assertThat(isReadRightly(withReading(_ -> DecodeResult.OUT_OF_REACH), near, wideEnough)).isFalse();
    }

    private static boolean isReadRightly(DeltaCodec codec, ReplicaPair pair, Lattice lattice) {
        int[] difference = new int[pair.length()];
        return switch (pair.read(codec, lattice, difference)) {
            case DECODED -> Arrays.equals(difference, latticeDifference(pair, lattice));
            case OUT_OF_REACH -> pair.largestDifference() + lattice.step() >= lattice.reach();
            case MALFORMED -> false;
        };
    }

    /** The difference of the two lattice points, by way of points and not of codes; within what an int can hold. */
    private static int[] latticeDifference(ReplicaPair pair, Lattice lattice) {
        int[] difference = new int[pair.length()];
        for (int i = 0; i < difference.length; i++) {
            long dither = Dither.below(Dither.at(pair.ditherSeed(), i), lattice.stepExponent());
            long steps = point(pair.theirs()[i], dither, lattice) - point(pair.own()[i], dither, lattice);
            difference[i] = lattice.stepDivisor() == 1
                    ? (int) Math.min(Integer.MAX_VALUE >> lattice.stepExponent() << lattice.stepExponent(),
                            steps << lattice.stepExponent())
                    : (int) (steps * ((float) (1 << lattice.stepExponent()) / lattice.stepDivisor()));
        }
        return difference;
    }

    private static long point(long value, long dither, Lattice lattice) {
        return value * lattice.stepDivisor() + dither >> lattice.stepExponent();
    }

    private static long largest(int[] values) {
        return Arrays.stream(values).mapToLong(value -> Math.abs((long) value)).max().orElse(0);
    }

    @Property
    void widenedLatticesReachEverything(@ForAll("pairs") ReplicaPair pair,
            @ForAll @IntRange(max = 1 << 30) int expected,
            @ForAll @IntRange(min = 2, max = 16) int bits) {
        int[] difference = new int[pair.length()];
        Lattice lattice = pair.readUntilDecoded(new ModularCodec(bits), expected, difference);
        assertThat(difference).isEqualTo(latticeDifference(pair, lattice));
    }

    @Property
    void theFirstLatticeHasTheSmallestStepThatReachesFarEnough(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int expected,
            @ForAll @IntRange(min = 2, max = 16) int bits) {
        Lattice lattice = new ModularCodec(bits).firstLattice(expected);
        assertThat(lattice.bits()).isBetween(bits, bits == 2 ? 3 : bits);
        assertThat(lattice.reach() + 1.0).isGreaterThanOrEqualTo(
                Math.min(1.2999 * expected, new Lattice(Lattice.MAX_STEP_EXPONENT, bits).reach()));
        if (lattice.stepExponent() > 0) {
            assertThat((double) lattice.reach()).isLessThanOrEqualTo(2.6001 * expected);
        }
        boolean quartersFit = lattice.step() >= 16 && lattice.stepExponent() + bits <= 29;
        if (quartersFit) {
            assertThat((double) lattice.reach()).isLessThanOrEqualTo(1.3 * 1.2501 * expected);
        }
    }

    /** Two bits are made three by halving the step, whatever its divisor: the lattice must not reach farther for it. */
    @Example
    void latticeWithOneBitMoreAndHalfTheStepReachesAsFar() {
        assertThat((double) new ModularCodec(2).firstLattice(412_977_625).reach()).isLessThan(2.6 * 412_977_625);
    }

    /** Where replicas agree, their lattice points are at most one step apart, and that is what they learn. */
    @Property
    void estimateFallsWhereReplicasAgree(@ForAll @IntRange(min = 16, max = Integer.MAX_VALUE) int expected,
            @ForAll @IntRange(min = 2, max = 16) int bits) {
        assertThat(afterOneStep(expected, new ModularCodec(bits).firstLattice(expected))).isLessThan(expected);
    }

    @Example
    void stepAsLargeAsTheExpectedDifferenceIsNoticed() {
        assertThat(afterOneStep(1 << 30, new Lattice(30, 2))).isEqualTo(1 << 30);
    }

    private static int afterOneStep(int expected, Lattice lattice) {
        DisagreementEstimate scale = new DisagreementEstimate(1);
        scale.observed(0, expected);
        scale.observed(0, lattice.units(1));
        return scale.expected(0);
    }

    @Property
    void halfTheDisagreementHasHalfTheError(@ForAll @IntRange(min = 1, max = 1 << 29) int expected,
            @ForAll @IntRange(min = 2, max = 16) int bits) {
        ModularCodec codec = new ModularCodec(bits);
        Lattice coarse = codec.firstLattice(2 * expected);
        Lattice fine = codec.firstLattice(expected);
        assertThat(fine.step()).isBetween(coarse.step() / 2 / 1.7501, Math.max(1, coarse.step() / 2 * 1.7501));
        if (fine.step() >= 16 && coarse.stepExponent() + bits <= 29) {
            assertThat(fine.step()).isEqualTo(coarse.step() / 2);
        }
    }

    @Example
    void agreeingBlockTakesFourBytes() {
        int[] values = {5, -7, 1 << 29};
        ReplicaPair agreeing = new ReplicaPair(values, values.clone(), 3);
        ReplicaPair disagreeing = new ReplicaPair(values, new int[]{5, -7, (1 << 29) + 1}, 3);
        Lattice lattice = CODEC.firstLattice(0);
        assertThat(agreeing.encoded(CODEC, lattice)).hasSize(4);
        int[] difference = {1, 1, 1};
        assertThat(agreeing.read(CODEC, lattice, difference)).isEqualTo(DecodeResult.DECODED);
        assertThat(difference).containsOnly(0);
        assertThat(CODEC.differenceBytesMax(lattice, 3)).isZero();
        assertThat(disagreeing.read(CODEC, lattice, difference)).isEqualTo(DecodeResult.OUT_OF_REACH);
        assertThat(disagreeing.read(CODEC, CODEC.widen(lattice), difference)).isEqualTo(DecodeResult.DECODED);
        assertThat(difference).containsExactly(0, 0, -1);
    }

    @Example
    void errorVanishesWithDisagreement() {
        for (int bits = 2; bits <= 16; bits++) {
            assertThat(new ModularCodec(bits).firstLattice(1).step()).isEqualTo(1);
        }
    }

    @Example
    void onlyTwoToSixteenBitsAreAllowed() {
        assertThatThrownBy(() -> new ModularCodec(1)).hasMessage("modular:1: allowed are 2 to 16 bits");
        assertThatThrownBy(() -> new ModularCodec(17)).hasMessage("modular:17: allowed are 2 to 16 bits");
    }

    /** The codec, but for what it makes of its checksum. */
    private static DeltaCodec withReading(UnaryOperator<DecodeResult> change) {
        return (DeltaCodec) Proxy.newProxyInstance(DeltaCodec.class.getClassLoader(), new Class<?>[]{DeltaCodec.class},
                (_, method, arguments) -> {
                    try {
                        Object answer = method.invoke(CODEC, arguments);
                        return answer instanceof DecodeResult reading ? change.apply(reading) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Provide
    Arbitrary<ReplicaPair> pairs() {
        return ReplicaPair.arbitrary();
    }

    @Provide
    Arbitrary<Lattice> lattices() {
        return ReplicaPair.lattices();
    }
}
