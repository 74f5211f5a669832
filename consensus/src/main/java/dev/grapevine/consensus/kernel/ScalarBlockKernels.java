package dev.grapevine.consensus.kernel;

/** Element by element, in plain Java. */
final class ScalarBlockKernels implements BlockKernels {

    @Override
    public int largestMagnitudeBits(float[] values, int offset, int length) {
        int largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, magnitudeBits(values[offset + i]));
        }
        return largest;
    }

    @Override
    public int countFrom(float[] values, int offset, int length, int magnitudeBits) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += magnitudeBits(values[offset + i]) >= magnitudeBits ? 1 : 0;
        }
        return count;
    }

    @Override
    public int nextFrom(float[] values, int offset, int from, int length, int magnitudeBits) {
        int i = from;
        while (i < length && magnitudeBits(values[offset + i]) < magnitudeBits) {
            i++;
        }
        return i;
    }

    @Override
    public int largestMagnitude(int[] units, int offset, int length) {
        int largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs(units[offset + i]));
        }
        return largest;
    }

    @Override
    public int countFrom(int[] units, int offset, int length, int magnitude) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += Math.abs(units[offset + i]) >= magnitude ? 1 : 0;
        }
        return count;
    }

    @Override
    public int nextFrom(int[] units, int offset, int from, int length, int magnitude) {
        int i = from;
        while (i < length && Math.abs(units[offset + i]) < magnitude) {
            i++;
        }
        return i;
    }

    @Override
    public double sumOfMagnitudes(float[] values, int offset, int length) {
        double sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
            double ofLane = 0;
            for (int i = lane; i < length; i += LANES) {
                ofLane += Math.abs(values[offset + i]);
            }
            sum += ofLane;
        }
        return sum;
    }

    @Override
    public double sumOfSquares(float[] values, int offset, int length) {
        double sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
            double ofLane = 0;
            for (int i = lane; i < length; i += LANES) {
                double value = values[offset + i];
                ofLane += value * value;
            }
            sum += ofLane;
        }
        return sum;
    }

    @Override
    public void toBytes(float[] values, int offset, int length, float scale, int levels, byte[] payload,
            int payloadOffset) {
        for (int i = 0; i < length; i++) {
            float steps = values[offset + i] / scale;
            int number = Math.clamp((int) (steps + Math.copySign(0.5f, steps)), -levels, levels);
            payload[payloadOffset + i] = (byte) number;
            values[offset + i] = number * scale;
        }
    }

    @Override
    public void multiply64(float[] input, int offset, int inputs, int matrixOffset, float[] matrix, float[] output,
            int outputOffset) {
        for (int k = 0; k < 64; k++) {
            float sum = 0;
            for (int i = 0; i < inputs; i++) {
                sum = Math.fma(input[offset + i], matrix[matrixOffset + i * 64 + k], sum);
            }
            output[outputOffset + k] = sum;
        }
    }

    private static int magnitudeBits(float value) {
        return Float.floatToRawIntBits(value) & MAGNITUDE_BITS;
    }
}
