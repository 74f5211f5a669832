package dev.grapevine.consensus.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import dev.grapevine.consensus.bits.BitWriter;
import dev.grapevine.consensus.random.Dither;
import dev.grapevine.consensus.units.Lattice;

/** Vectors of up to {@value LatticeKernels#LANES} lanes. */
final class PanamaLatticeKernels implements LatticeKernels {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED.length() > LANES
            ? IntVector.SPECIES_512
            : IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class,
            VectorShape.forBitSize(INTS.vectorBitSize()));
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class,
            VectorShape.forBitSize(INTS.vectorBitSize()));
    private static final int WIDTH = INTS.length();
    private static final int WORD_ROW_BYTES = LANES * Integer.BYTES;
    private static final IntVector STEPS = IntVector.zero(INTS).addIndex(1).mul(Dither.GOLDEN);

    @Override
    public int encode(int[] values, int offset, int length, Lattice lattice, int ditherSeed, byte[] target,
            int targetOffset) {
        int bits = lattice.bits();
        int stepExponent = lattice.stepExponent();
        int stepDivisor = lattice.stepDivisor();
        int grouped = length - length % GROUP;
        int end = length - length % WIDTH;
        int[] ofRest = new int[WIDTH];
        BitWriter rest = ScalarLatticeKernels.restOf(target, targetOffset, grouped, bits);
        IntVector checksum = IntVector.zero(INTS);
        // One loop for lanes of groups and for the rest: with two, the method is too large for the compiler, which then
        // keeps vectors in memory.
        int first = 0;
        while (first < end) {
            boolean inGroup = first < grouped;
            int last = inGroup ? first - first % GROUP + GROUP : end;
            int stride = inGroup ? LANES : WIDTH;
            int word = targetOffset + first / GROUP * GROUP / 8 * bits + first % GROUP * Integer.BYTES;
            IntVector pending = IntVector.zero(INTS);
            int pendingBits = 0;
            for (int i = first; i < last; i += stride) {
                IntVector random = random(ditherSeed, i);
                IntVector point = point(IntVector.fromArray(INTS, values, offset + i), random, stepExponent,
                        stepDivisor);
                checksum = checksum.add(mix(point.lanewise(VectorOperators.XOR, random)));
                if (!inGroup) {
                    point.intoArray(ofRest, 0);
                    rest.writeAll(ofRest, bits);
                    continue;
                }
                IntVector code = bits == Integer.SIZE ? point : point.and((1 << bits) - 1);
                pending = pending.or(code.lanewise(VectorOperators.LSHL, pendingBits));
                pendingBits += bits;
                if (pendingBits >= Integer.SIZE) {
                    pending.reinterpretAsBytes().intoArray(target, word);
                    word += WORD_ROW_BYTES;
                    pendingBits -= Integer.SIZE;
                    pending = pendingBits == 0
                            ? IntVector.zero(INTS)
                            : code.lanewise(VectorOperators.LSHR, bits - pendingBits);
                }
            }
            first = inGroup ? nextLanes(first) : end;
        }
        return checksum.reduceLanes(VectorOperators.ADD)
                + ScalarLatticeKernels.encodeRest(values, offset, end, length, lattice, ditherSeed, rest);
    }

    /** Index of the first of the lanes that are packed next. */
    private static int nextLanes(int first) {
        int group = first - first % GROUP;
        int lanes = first - group + WIDTH;
        return lanes < LANES ? group + lanes : group + GROUP;
    }

    @Override
    public int checksum(int[] values, int offset, int length, Lattice lattice, int ditherSeed) {
        int grouped = length - length % GROUP;
        IntVector checksum = IntVector.zero(INTS);
        for (int i = 0; i < grouped; i += WIDTH) {
            IntVector random = random(ditherSeed, i);
            IntVector point = point(IntVector.fromArray(INTS, values, offset + i), random, lattice.stepExponent(),
                    lattice.stepDivisor());
            checksum = checksum.add(mix(point.lanewise(VectorOperators.XOR, random)));
        }
        return checksum.reduceLanes(VectorOperators.ADD)
                + ScalarLatticeKernels.checksumOfRest(values, offset, grouped, length, lattice, ditherSeed);
    }

    @Override
    public int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Lattice lattice,
            int ditherSeed,
            int[] difference) {
        int bits = lattice.bits();
        int grouped = length - length % GROUP;
        unpackGroups(source, sourceOffset, grouped, bits, difference);
        ScalarLatticeKernels.unpackRest(source, sourceOffset, grouped, length, bits, difference);
        int stepExponent = lattice.stepExponent();
        int stepDivisor = lattice.stepDivisor();
        int unused = Integer.SIZE - bits;
        int largestSteps = Integer.MAX_VALUE >> stepExponent;
        float stepUnits = lattice.stepUnits();
        IntVector checksum = IntVector.zero(INTS);
        int i = 0;
        for (; i + WIDTH <= length; i += WIDTH) {
            IntVector random = random(ditherSeed, i);
            IntVector mine = point(IntVector.fromArray(INTS, own, offset + i), random, stepExponent, stepDivisor);
            IntVector steps = IntVector.fromArray(INTS, difference, i).sub(mine)
                    .lanewise(VectorOperators.LSHL, unused).lanewise(VectorOperators.ASHR, unused);
            checksum = checksum.add(mix(mine.add(steps).lanewise(VectorOperators.XOR, random)));
            if (stepDivisor == 1) {
                steps.min(largestSteps).lanewise(VectorOperators.LSHL, stepExponent).intoArray(difference, i);
            } else {
                FloatVector units = ((FloatVector) steps.convertShape(VectorOperators.I2F, FLOATS, 0)).mul(stepUnits);
                ((IntVector) units.convertShape(VectorOperators.F2I, INTS, 0)).intoArray(difference, i);
            }
        }
        return checksum.reduceLanes(VectorOperators.ADD)
                + ScalarLatticeKernels.decodeUnpacked(own, offset, i, length, lattice, ditherSeed, difference);
    }

    /**
     * Unpacks the numbers of whole groups into the places of their differences; the bits above each number are
     * arbitrary.
     */
    private static void unpackGroups(byte[] source, int sourceOffset, int grouped, int bits, int[] numbers) {
        for (int group = 0; group < grouped; group += GROUP) {
            int groupOffset = sourceOffset + group / 8 * bits;
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                int bit = 0;
                for (int i = group + lane; i < group + GROUP; i += LANES) {
                    code(source, groupOffset + lane * Integer.BYTES, bit, bits).intoArray(numbers, i);
                    bit += bits;
                }
            }
        }
    }

    /** The numbers that start at a bit of their lanes; the bits above them are arbitrary. */
    private static IntVector code(byte[] source, int offset, int bit, int bits) {
        int shift = bit % Integer.SIZE;
        int word = offset + bit / Integer.SIZE * WORD_ROW_BYTES;
        IntVector code = words(source, word).lanewise(VectorOperators.LSHR, shift);
        return shift + bits > Integer.SIZE
                ? code.or(words(source, word + WORD_ROW_BYTES).lanewise(VectorOperators.LSHL, Integer.SIZE - shift))
                : code;
    }

    private static IntVector words(byte[] source, int offset) {
        return ByteVector.fromArray(BYTES, source, offset).reinterpretAsInts();
    }

    private static IntVector random(int ditherSeed, int index) {
        return mix(STEPS.add(ditherSeed + index * Dither.GOLDEN));
    }

    private static IntVector mix(IntVector value) {
        IntVector x = value.lanewise(VectorOperators.XOR, value.lanewise(VectorOperators.LSHR, 16)).mul(0x7feb_352d);
        x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15)).mul(0x846c_a68b);
        return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
    }

    private static IntVector point(IntVector values, IntVector random, int stepExponent, int stepDivisor) {
        // Two shifts, since a shift by 32 is taken for a shift by 0.
        IntVector dither = random.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHR, 31 - stepExponent);
        if (stepDivisor == 1) {
            return values.add(dither).lanewise(VectorOperators.ASHR, stepExponent);
        }
        IntVector low = values.and(LOW_MASK).mul(stepDivisor).add(dither);
        IntVector high = values.lanewise(VectorOperators.ASHR, LOW_BITS).mul(stepDivisor);
        return high.add(low.lanewise(VectorOperators.ASHR, LOW_BITS))
                .lanewise(VectorOperators.ASHR, stepExponent - LOW_BITS);
    }
}
