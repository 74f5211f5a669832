package dev.grapevine.consensus.delta;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of up to {@value LatticeKernels#LANES} lanes. */
final class PanamaLatticeKernels implements LatticeKernels {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED.length() > LANES
            ? IntVector.SPECIES_512
            : IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class,
            VectorShape.forBitSize(INTS.vectorBitSize()));
    private static final int WIDTH = INTS.length();
    private static final int WORD_ROW_BYTES = LANES * Integer.BYTES;
    private static final IntVector STEPS = IntVector.zero(INTS).addIndex(1).mul(Dither.GOLDEN);

    @Override
    public int encode(int[] values, int offset, int length, Grid grid, int ditherSeed, byte[] target,
            int targetOffset) {
        int bits = grid.bits();
        int stepExponent = grid.stepExponent();
        int stepDivisor = grid.stepDivisor();
        int grouped = length - length % GROUP;
        IntVector checksum = IntVector.zero(INTS);
        for (int group = 0; group < grouped; group += GROUP) {
            int groupOffset = targetOffset + group / 8 * bits;
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                int word = groupOffset + lane * Integer.BYTES;
                IntVector pending = IntVector.zero(INTS);
                int pendingBits = 0;
                for (int i = group + lane; i < group + GROUP; i += LANES) {
                    IntVector random = random(ditherSeed, i);
                    IntVector point = point(IntVector.fromArray(INTS, values, offset + i), random, stepExponent,
                            stepDivisor);
                    checksum = checksum.add(mix(point.lanewise(VectorOperators.XOR, random)));
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
            }
        }
        return checksum.reduceLanes(VectorOperators.ADD) + ScalarLatticeKernels.encodeRest(values, offset, grouped,
                length, grid, ditherSeed, target, targetOffset);
    }

    @Override
    public int checksum(int[] values, int offset, int length, Grid grid, int ditherSeed) {
        int grouped = length - length % GROUP;
        IntVector checksum = IntVector.zero(INTS);
        for (int i = 0; i < grouped; i += WIDTH) {
            IntVector random = random(ditherSeed, i);
            IntVector point = point(IntVector.fromArray(INTS, values, offset + i), random, grid.stepExponent(),
                    grid.stepDivisor());
            checksum = checksum.add(mix(point.lanewise(VectorOperators.XOR, random)));
        }
        return checksum.reduceLanes(VectorOperators.ADD)
                + ScalarLatticeKernels.checksumOfRest(values, offset, grouped, length, grid, ditherSeed);
    }

    @Override
    public int decode(byte[] source, int sourceOffset, int[] own, int offset, int length, Grid grid, int ditherSeed,
            int[] difference) {
        int bits = grid.bits();
        int stepExponent = grid.stepExponent();
        int stepDivisor = grid.stepDivisor();
        int grouped = length - length % GROUP;
        int unused = Integer.SIZE - bits;
        int largestSteps = Integer.MAX_VALUE >> stepExponent;
        float stepUnits = grid.stepUnits();
        IntVector checksum = IntVector.zero(INTS);
        for (int group = 0; group < grouped; group += GROUP) {
            int groupOffset = sourceOffset + group / 8 * bits;
            for (int lane = 0; lane < LANES; lane += WIDTH) {
                int bit = 0;
                for (int i = group + lane; i < group + GROUP; i += LANES) {
                    IntVector code = code(source, groupOffset + lane * Integer.BYTES, bit, bits);
                    bit += bits;
                    IntVector random = random(ditherSeed, i);
                    IntVector mine = point(IntVector.fromArray(INTS, own, offset + i), random, stepExponent,
                            stepDivisor);
                    IntVector steps = code.sub(mine).lanewise(VectorOperators.LSHL, unused)
                            .lanewise(VectorOperators.ASHR, unused);
                    checksum = checksum.add(mix(mine.add(steps).lanewise(VectorOperators.XOR, random)));
                    units(steps, stepExponent, stepDivisor, largestSteps, stepUnits).intoArray(difference, i);
                }
            }
        }
        ScalarLatticeKernels.unpackRest(source, sourceOffset, grouped, length, bits, difference);
        int i = grouped;
        for (; i + WIDTH <= length; i += WIDTH) {
            IntVector random = random(ditherSeed, i);
            IntVector mine = point(IntVector.fromArray(INTS, own, offset + i), random, stepExponent, stepDivisor);
            IntVector steps = IntVector.fromArray(INTS, difference, i).sub(mine)
                    .lanewise(VectorOperators.LSHL, unused).lanewise(VectorOperators.ASHR, unused);
            checksum = checksum.add(mix(mine.add(steps).lanewise(VectorOperators.XOR, random)));
            units(steps, stepExponent, stepDivisor, largestSteps, stepUnits).intoArray(difference, i);
        }
        return checksum.reduceLanes(VectorOperators.ADD)
                + ScalarLatticeKernels.decodeUnpacked(own, offset, i, length, grid, ditherSeed, difference);
    }

    private static IntVector units(IntVector steps, int stepExponent, int stepDivisor, int largestSteps,
            float stepUnits) {
        return stepDivisor == 1
                ? steps.min(largestSteps).lanewise(VectorOperators.LSHL, stepExponent)
                : (IntVector) ((FloatVector) steps.convert(VectorOperators.I2F, 0)).mul(stepUnits)
                        .convert(VectorOperators.F2I, 0);
    }

    /** The numbers that start at some bit of their lanes, and above them whatever follows. */
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
