package dev.grapevine.consensus.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.Lattice;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Each codec takes as much of a difference away as it promises, and leaves no more than it says. */
class CodecPromiseProperties {

    private static final int SEEDS = 100;
    /** Means over seeds are not exact. */
    private static final double MEASURED = 1.25;

    /** What stays of the squared difference, and what may. */
    private record Left(double squares, double most) {
        boolean isKept() {
            return squares <= MEASURED * most + 1;
        }
    }

    @Property(tries = 200)
    void promisedContractionIsKept(@ForAll("codecs") String name, @ForAll("lengths") int length, @ForAll long seed) {
        DeltaCodec codec = DeltaCodecs.byName(name);
        Left left = left(codec, codec.share(length), 1, length, seed);
        assertThat(left.isKept()).as("%s of %d: %s", name, length, left).isTrue();
    }

    @Example
    void excessivePromiseIsNoticed() {
        // Nothing but rounding stays with whole floats: of them it is nearly true.
        for (String name : codecNames().filter(codec -> !codec.equals("float32")).toList()) {
            DeltaCodec codec = DeltaCodecs.byName(name);
            int broken = 0;
            for (long seed = 0; seed < 60; seed++) {
                broken += left(codec, 1, 0, 200, seed).isKept() ? 0 : 1;
            }
            assertThat(broken).as(name).isPositive();
        }
    }

    /** Two replicas with much or little in common exchange fully, in both directions. */
    private static Left left(DeltaCodec codec, double share, double residueFactor, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double common = Math.scalb(1.0, random.nextInt(10, 28));
        double own = common * Math.pow(10, -random.nextDouble(0, 4));
        int[] a = new int[length];
        int[] b = new int[length];
        for (int i = 0; i < length; i++) {
            double value = common * Math.clamp(random.nextGaussian(), -3, 3);
            a[i] = (int) (value + own * Math.clamp(random.nextGaussian(), -4, 4));
            b[i] = (int) (value + own * Math.clamp(random.nextGaussian(), -4, 4));
        }
        double before = 0;
        for (int i = 0; i < length; i++) {
            before += Math.pow((double) a[i] - b[i], 2);
        }
        double squares = 0;
        for (int i = 0; i < SEEDS; i++) {
            squares += (after(codec, a, b, random.nextInt()) + after(codec, b, a, random.nextInt())) / (2 * SEEDS);
        }
        double root = Math.sqrt(codec.residue(a, 0, length)) + Math.sqrt(codec.residue(b, 0, length));
        return new Left(squares, (1 - share) * before + share * residueFactor * root * root);
    }

    /** The squared difference after a step as long as the codec's damping has it. */
    private static double after(DeltaCodec codec, int[] initiator, int[] responder, int seed) {
        int length = initiator.length;
        int[] difference = new int[length];
        for (int i = 0; i < length; i++) {
            difference[i] = initiator[i] - responder[i];
        }
        Lattice lattice = codec.firstLattice(Differences.largest(difference, length));
        byte[] request = new byte[codec.valueBytesMax(lattice, length)];
        int bytes = codec.encodeValues(initiator, 0, length, lattice, seed, request, 0);
        int[] read = new int[length];
        while (codec.difference(request, 0, bytes, responder, 0, length, lattice, seed, read) != DecodeResult.DECODED) {
            lattice = codec.widen(lattice);
            request = new byte[codec.valueBytesMax(lattice, length)];
            bytes = codec.encodeValues(initiator, 0, length, lattice, seed, request, 0);
        }
        codec.encodeDifference(read, length, lattice, seed, new byte[codec.differenceBytesMax(lattice, length)], 0);
        double squares = 0;
        for (int i = 0; i < length; i++) {
            squares += Math.pow(difference[i] - 2 * MixingStep.HALF.damped(codec.damping()).gamma() * read[i], 2);
        }
        return squares;
    }

    @Provide
    Arbitrary<String> codecs() {
        return Arbitraries.of(codecNames().toList());
    }

    private static Stream<String> codecNames() {
        return Stream.of(DeltaCodecs.names(), DeltaCodecs.baselines(), List.of("randomk:0.5", "topk:0.7"))
                .flatMap(List::stream);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.of(1, 2, 16, 63, 256, 300, 1000);
    }
}
