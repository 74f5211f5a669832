package dev.grapevine.consensus.compress;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What every compressor promises, as questions that can be answered with no. */
final class CompressorLaws {

    private static final int MARGIN = 5;
    private static final byte CANARY = 77;
    private static final int SEEDS = 1500;
    private static final double ROUNDING = 1e-5;

    private CompressorLaws() {}

    /** A vector with its surroundings after it was encoded. */
    record Encoded(byte[] payload, int bytes, float[] values) {

        static Encoded of(Compressor compressor, float[] vector, int seed) {
            float[] values = new float[vector.length + 2 * MARGIN];
            Arrays.fill(values, CANARY);
            System.arraycopy(vector, 0, values, MARGIN, vector.length);
            byte[] payload = new byte[compressor.bytesMax(vector.length) + 2 * MARGIN];
            Arrays.fill(payload, CANARY);
            int bytes = compressor.encode(values, MARGIN, vector.length, seed, payload, MARGIN);
            return new Encoded(payload, bytes, values);
        }

        /** What the encoder says that the other side will read. */
        float[] announced() {
            return Arrays.copyOfRange(values, MARGIN, values.length - MARGIN);
        }

        byte[] sent() {
            return Arrays.copyOfRange(payload, MARGIN, MARGIN + bytes);
        }

        boolean keepsToItsRoom(int bytesMax) {
            boolean keeps = bytes <= bytesMax;
            for (int i = 0; i < MARGIN; i++) {
                keeps &= payload[i] == CANARY && payload[payload.length - 1 - i] == CANARY && values[i] == CANARY
                        && values[values.length - 1 - i] == CANARY;
            }
            for (int i = MARGIN + bytes; i < payload.length; i++) {
                keeps &= payload[i] == CANARY;
            }
            return keeps;
        }
    }

    static boolean keepsToItsRoom(Compressor compressor, float[] vector, int seed) {
        return Encoded.of(compressor, vector, seed).keepsToItsRoom(compressor.bytesMax(vector.length));
    }

    static boolean isReadAsAnnounced(Compressor compressor, float[] vector, int seed) {
        Encoded encoded = Encoded.of(compressor, vector, seed);
        float[] read = new float[vector.length];
        return compressor.decode(encoded.payload, MARGIN, encoded.bytes, vector.length, seed, read)
                && Arrays.equals(bits(read), bits(encoded.announced()));
    }

    static boolean areTwins(Compressor one, Compressor other, float[] vector, int seed) {
        Encoded first = Encoded.of(one, vector, seed);
        Encoded second = Encoded.of(other, vector, seed);
        float[] read = new float[vector.length];
        return Arrays.equals(first.payload, second.payload)
                && Arrays.equals(bits(first.values), bits(second.values))
                && other.decode(first.payload, MARGIN, first.bytes, vector.length, seed, read)
                && Arrays.equals(bits(read), bits(first.announced()));
    }

    /** Whether the error is within its bound, for those that draw at random in the mean, by four standard errors. */
    static boolean contracts(Compressor compressor, float[] vector) {
        double bound = (1 - compressor.contraction(vector.length)) * squares(vector);
        double rounding = ROUNDING * squares(vector);
        int seeds = compressor.isRandom() ? SEEDS : 1;
        double sum = 0;
        double sumOfSquares = 0;
        for (int seed = 0; seed < seeds; seed++) {
            double error = squaredDistance(Encoded.of(compressor, vector, seed * 77_777).announced(), vector);
            sum += error;
            sumOfSquares += error * error;
        }
        double mean = sum / seeds;
        double variance = Math.max(0, sumOfSquares / seeds - mean * mean);
        return mean <= bound + rounding + 4 * Math.sqrt(variance / seeds);
    }

    /** Whether the mean over seeds comes as near to the vector as the variance lets it: three times is far. */
    static boolean hasTheMeanOfTheVector(Compressor compressor, float[] vector) {
        double[] sums = new double[vector.length];
        for (int seed = 0; seed < SEEDS; seed++) {
            float[] read = Encoded.of(compressor, vector, seed * 77_777).announced();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += read[i];
            }
        }
        double squares = 0;
        for (int i = 0; i < sums.length; i++) {
            double error = sums[i] / SEEDS - vector[i];
            squares += error * error;
        }
        double variance = 1 - compressor.contraction(vector.length);
        return squares <= (9 * variance / SEEDS + ROUNDING * ROUNDING) * squares(vector);
    }

    /** Whether bytes from anywhere are read or refused without an exception, within the block, and as finite numbers. */
    static boolean standsHostileBytes(Compressor compressor, byte[] bytes, int length, int seed) {
        float[] target = new float[length + MARGIN];
        Arrays.fill(target, length, target.length, CANARY);
        boolean isRead;
        try {
            isRead = compressor.decode(bytes, 0, bytes.length, length, seed, target);
        } catch (RuntimeException e) {
            return false;
        }
        boolean stands = true;
        for (int i = 0; i < target.length; i++) {
            stands &= i < length ? !isRead || Float.isFinite(target[i]) : target[i] == CANARY;
        }
        return stands;
    }

    /** Random bytes, a part of honest ones, or honest ones with a bit turned over. */
    static byte[] hostile(Compressor compressor, float[] vector, int seed, SplittableRandom random) {
        byte[] honest = Encoded.of(compressor, vector, seed).sent();
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] noise = new byte[random.nextInt(compressor.bytesMax(vector.length) + 9)];
                random.nextBytes(noise);
                yield noise;
            }
            case 1 -> {
                byte[] noise = new byte[honest.length];
                random.nextBytes(noise);
                yield noise;
            }
            case 2 -> Arrays.copyOf(honest, random.nextInt(honest.length + 9));
            default -> {
                for (int i = 0; i < 3; i++) {
                    honest[random.nextInt(honest.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield honest;
            }
        };
    }

    static double squares(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum;
    }

    static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
