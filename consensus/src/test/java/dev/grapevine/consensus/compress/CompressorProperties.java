package dev.grapevine.consensus.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of compressors, and that each can be broken. */
class CompressorProperties {

    @Property(tries = 1500)
    void nothingIsWrittenBeyondWhatWasStated(@ForAll("names") String name, @ForAll("vectors") float[] vector,
            @ForAll int seed) {
        assertThat(CompressorLaws.keepsToItsRoom(Compressors.byName(name), vector, seed)).isTrue();
    }

    @Property(tries = 1500)
    void theOtherSideReadsWhatTheEncoderSays(@ForAll("names") String name, @ForAll("vectors") float[] vector,
            @ForAll int seed) {
        assertThat(CompressorLaws.isReadAsAnnounced(Compressors.byName(name), vector, seed)).isTrue();
    }

    @Property(tries = 1500)
    void twinsAgreeBitByBit(@ForAll("names") String name, @ForAll("vectors") float[] vector, @ForAll int seed) {
        assertThat(CompressorLaws.areTwins(Compressors.byName(name), Compressors.scalarByName(name), vector, seed))
                .isTrue();
    }

    /** Of a fixed seed, since even four standard errors are exceeded now and then. */
    @Property(tries = 1000, seed = "20")
    void theErrorIsWithinItsBound(@ForAll("names") String name, @ForAll("shortVectors") float[] vector) {
        assertThat(CompressorLaws.contracts(Compressors.byName(name), vector)).isTrue();
    }

    @Property(tries = 40, seed = "20")
    void theMeanOfTheUnbiasedIsTheVector(@ForAll("unbiased") String name, @ForAll("shortVectors") float[] vector) {
        Compressor compressor = Compressors.byName(name);
        assertThat(compressor.isUnbiased()).isTrue();
        assertThat(CompressorLaws.hasTheMeanOfTheVector(compressor, vector)).isTrue();
    }

    @Property(tries = 8000)
    void hostileBytesAreReadOrRefused(@ForAll("names") String name, @ForAll("shortVectors") float[] vector,
            @ForAll int seed) {
        Compressor compressor = Compressors.byName(name);
        byte[] bytes = CompressorLaws.hostile(compressor, vector, seed, new SplittableRandom(seed));
        assertThat(CompressorLaws.standsHostileBytes(compressor, bytes, vector.length, seed)).isTrue();
    }

    @Property(tries = 1000)
    void cutOrLongerPayloadsAreRefused(@ForAll("names") String name, @ForAll("shortVectors") float[] vector,
            @ForAll int seed) {
        Compressor compressor = Compressors.byName(name);
        byte[] honest = CompressorLaws.Encoded.of(compressor, vector, seed).sent();
        float[] target = new float[vector.length];
        assertThat(compressor.decode(Arrays.copyOf(honest, honest.length + 1), 0, honest.length + 1, vector.length,
                seed, target)).isFalse();
        assertThat(compressor.decode(honest, 0, honest.length - 1, vector.length, seed, target)).isFalse();
    }

    @Example
    void aBoundThatIsTooGoodIsNoticed() {
        float[] vector = Vectors.normal(300, 1);
        for (String name : Compressors.EXAMPLES) {
            Compressor compressor = Compressors.byName(name);
            Compressor boastful = new Variant(compressor) {
                @Override
                public double contraction(int length) {
                    return 1 + 1e-4;
                }
            };
            assertThat(CompressorLaws.contracts(boastful, vector)).as(name).isFalse();
        }
        float[] halfSteps = new float[64];
        Arrays.fill(halfSteps, 0.499999f);
        halfSteps[0] = 7;
        Compressor slightlyTooGood = new Variant(Compressors.byName("int4")) {
            @Override
            public double contraction(int length) {
                return 1.01 * super.contraction(length);
            }
        };
        assertThat(CompressorLaws.contracts(Compressors.byName("int4"), halfSteps)).isTrue();
        assertThat(CompressorLaws.contracts(slightlyTooGood, halfSteps)).as("int4's bound is attained").isFalse();
    }

    @Example
    void aBiasIsNoticed() {
        float[] vector = Vectors.normal(200, 2);
        Compressor divided = Compressors.byName("qsgd:8");
        assertThat(CompressorLaws.hasTheMeanOfTheVector(Compressors.byName("qsgd-unbiased:8"), vector)).isTrue();
        assertThat(CompressorLaws.hasTheMeanOfTheVector(divided, vector)).isFalse();
    }

    @Example
    void encoderThatDoesNotReplaceItsValuesIsNoticed() {
        Compressor quiet = new Variant(Compressors.byName("int8")) {
            @Override
            public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
                return super.encode(values.clone(), offset, length, seed, payload, payloadOffset);
            }
        };
        assertThat(CompressorLaws.isReadAsAnnounced(quiet, Vectors.normal(50, 3), 1)).isFalse();
        assertThat(CompressorLaws.areTwins(quiet, Compressors.scalarByName("int8"), Vectors.normal(50, 3), 1))
                .isFalse();
    }

    @Example
    void anEncoderThatWritesTooMuchIsNoticed() {
        Compressor generous = new Variant(Compressors.byName("topk:0.1")) {
            @Override
            public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
                int bytes = super.encode(values, offset, length, seed, payload, payloadOffset);
                payload[payloadOffset + bytes] = 0;
                return bytes;
            }
        };
        assertThat(CompressorLaws.keepsToItsRoom(generous, Vectors.normal(50, 4), 1)).isFalse();
    }

    @Example
    void decoderThatAcceptsAnythingIsNoticed() {
        Compressor gullible = new Variant(Compressors.byName("float32")) {
            @Override
            public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed,
                    float[] target) {
                return super.decode(payload, payloadOffset, length * Float.BYTES, length, seed, target);
            }
        };
        assertThat(CompressorLaws.standsHostileBytes(gullible, new byte[7], 2, 1)).as("reads beyond").isFalse();
        Compressor sprawling = new Variant(Compressors.byName("bf16")) {
            @Override
            public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed,
                    float[] target) {
                target[length] = 0;
                return super.decode(payload, payloadOffset, payloadBytes, length, seed, target);
            }
        };
        assertThat(CompressorLaws.standsHostileBytes(sprawling, new byte[4], 2, 1)).as("writes beyond").isFalse();
    }

    /** Does all that another does, but for what is overridden. */
    private static class Variant implements Compressor {

        private final Compressor original;

        Variant(Compressor original) {
            this.original = original;
        }

        @Override
        public String name() {
            return original.name();
        }

        @Override
        public boolean isRandom() {
            return original.isRandom();
        }

        @Override
        public int bytesMax(int length) {
            return original.bytesMax(length);
        }

        @Override
        public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
            return original.encode(values, offset, length, seed, payload, payloadOffset);
        }

        @Override
        public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed,
                float[] target) {
            return original.decode(payload, payloadOffset, payloadBytes, length, seed, target);
        }

        @Override
        public double contraction(int length) {
            return original.contraction(length);
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(Compressors.EXAMPLES);
    }

    @Provide
    Arbitrary<String> unbiased() {
        return Arbitraries.of("qsgd-unbiased:1", "qsgd-unbiased:4", "qsgd-unbiased:64", "qsgd-unbiased:16384");
    }

    @Provide
    Arbitrary<float[]> vectors() {
        return Vectors.arbitrary(5000);
    }

    @Provide
    Arbitrary<float[]> shortVectors() {
        return Vectors.arbitrary(300);
    }
}
