package dev.grapevine.consensus.kernel;

import java.util.Objects;

import dev.grapevine.consensus.bits.Bfloat16;

/** The plain twin: what each kernel means, one element after the other. */
public final class ScalarKernels implements Kernels {

    @Override
    public double dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        Objects.checkFromIndexSize(aOffset, length, a.length);
        Objects.checkFromIndexSize(bOffset, length, b.length);
        float[] lanes = new float[LANES];
        for (int i = 0; i < length; i++) {
            int lane = i % LANES;
            lanes[lane] = Math.fma(a[aOffset + i], b[bOffset + i], lanes[lane]);
        }
        return addInOrder(lanes);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length) {
        Objects.checkFromIndexSize(xOffset, length, x.length);
        Objects.checkFromIndexSize(yOffset, length, y.length);
        for (int i = 0; i < length; i++) {
            y[yOffset + i] += alpha * x[xOffset + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, x.length);
        for (int i = 0; i < length; i++) {
            x[offset + i] *= alpha;
        }
    }

    @Override
    public double sumOfSquares(float[] x, int offset, int length) {
        return dot(x, offset, x, offset, length);
    }

    @Override
    public double squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        Objects.checkFromIndexSize(aOffset, length, a.length);
        Objects.checkFromIndexSize(bOffset, length, b.length);
        float[] lanes = new float[LANES];
        for (int i = 0; i < length; i++) {
            int lane = i % LANES;
            float difference = a[aOffset + i] - b[bOffset + i];
            lanes[lane] = Math.fma(difference, difference, lanes[lane]);
        }
        return addInOrder(lanes);
    }

    @Override
    public float maxAbsoluteDifference(float[] a, int aOffset, float[] b, int bOffset, int length) {
        Objects.checkFromIndexSize(aOffset, length, a.length);
        Objects.checkFromIndexSize(bOffset, length, b.length);
        float largest = 0;
        for (int i = 0; i < length; i++) {
            float difference = Math.abs(a[aOffset + i] - b[bOffset + i]);
            if (difference > largest) {
                largest = difference;
            }
        }
        return largest;
    }

    @Override
    public void decayTowards(float[] x, int xOffset, float decay, float[] mean, int meanOffset, int length) {
        Objects.checkFromIndexSize(xOffset, length, x.length);
        Objects.checkFromIndexSize(meanOffset, length, mean.length);
        float rest = 1 - decay;
        for (int i = 0; i < length; i++) {
            mean[meanOffset + i] = decay * mean[meanOffset + i] + rest * x[xOffset + i];
        }
    }

    @Override
    public void toBfloat16(float[] source, int sourceOffset, short[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(source[sourceOffset + i]);
            boolean isNaN = (bits & 0x7fff_ffff) > 0x7f80_0000;
            target[targetOffset + i] = isNaN ? (short) (bits >>> 16 | 0x40) : Bfloat16.of(source[sourceOffset + i]);
        }
    }

    @Override
    public void fromBfloat16(short[] source, int sourceOffset, float[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = Bfloat16.toFloat(source[sourceOffset + i]);
        }
    }

    @Override
    public void toFloats(int[] source, int sourceOffset, float factor, float[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = source[sourceOffset + i] * factor;
        }
    }

    static double addInOrder(float[] lanes) {
        double sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
