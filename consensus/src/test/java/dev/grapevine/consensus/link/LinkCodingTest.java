package dev.grapevine.consensus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import dev.grapevine.consensus.coding.Asked;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.Lattice;

/** Two neighbours and what they remember of each other. */
class LinkCodingTest {

    private static final int PARAMETERS = 300;
    private static final Blocks BLOCKS = new Blocks(PARAMETERS, 128);
    private static final Cap MOST = new Cap(22);
    private static final List<String> COMPRESSORS = Compressors.EXAMPLES;

    private final SplittableRandom random = new SplittableRandom(5);
    private final int[] initial = random.ints(PARAMETERS, -1 << 20, 1 << 20).toArray();

    /** One end of a link. */
    private final class End {
        final PublishedParameters replica = new PublishedParameters(BLOCKS,
                Arrays.stream(initial).map(value -> value + random.nextInt(-1 << 18, 1 << 18)).toArray());
        LinkCoding coding;
        final String compressor;

        End(String compressor) {
            this.compressor = compressor;
            forget();
        }

        void forget() {
            coding = new LinkCoding(Compressors.byName(compressor), replica, initial,
                    ConsensusStep.of(Compressors.byName(compressor), BLOCKS.length(0)));
        }
    }

    private void exchange(End initiator, End responder, int block) {
        int seed = random.nextInt();
        int[] differences = new int[BLOCKS.length(block)];
        Lattice lattice = initiator.coding.firstLattice(block);
        byte[] request = initiator.coding.request(block, lattice, seed);
        if (responder.coding.read(block, lattice, seed, request, differences) == DecodeResult.OUT_OF_REACH) {
            lattice = initiator.coding.nextLattice(lattice);
            request = initiator.coding.request(block, lattice, seed);
            assertThat(responder.coding.read(block, lattice, seed, request, differences))
                    .isEqualTo(DecodeResult.DECODED);
        }
        assertThat(initiator.coding.request(block, lattice, seed)).as("said again in the same words")
                .isEqualTo(request);
        byte[] reply = responder.coding.reply(block, lattice, seed, MOST, differences).payload();
        half(differences);
        responder.replica.addIncrements(block, differences);
        assertThat(initiator.coding.readReply(block, new Asked(lattice, MOST), lattice, seed, reply, differences))
                .isTrue();
        half(differences);
        initiator.replica.subtractIncrements(block, differences);
    }

    private static void half(int[] differences) {
        for (int i = 0; i < differences.length; i++) {
            differences[i] /= 2;
        }
    }

    private static boolean copiesAreEqual(End one, End other) {
        return Arrays.equals(one.coding.ownReference(), other.coding.peersReference())
                && Arrays.equals(one.coding.peersReference(), other.coding.ownReference());
    }

    private void train(End end) {
        float[] before = new float[PARAMETERS];
        end.replica.copyTo(before);
        float[] after = before.clone();
        for (int i = 0; i < after.length; i++) {
            after[i] += (float) (0.001 * random.nextGaussian());
        }
        assertThat(end.replica.addTraining(before, after, new int[BLOCKS.count()])).isTrue();
    }

    @ParameterizedTest
    @FieldSource("COMPRESSORS")
    void bothEndsHaveTheSameCopiesAndTheSumStays(String compressor) {
        End one = new End(compressor);
        End other = new End(compressor);
        for (int i = 0; i < 40; i++) {
            train(one);
            train(other);
            long sum = one.replica.mass() + other.replica.mass();
            exchange(one, other, random.nextInt(BLOCKS.count()));
            assertThat(copiesAreEqual(one, other)).as("after exchange %s", i).isTrue();
            assertThat(one.replica.mass() + other.replica.mass()).isEqualTo(sum);
        }
    }

    @Test
    void forgottenLinkStartsAfresh() {
        End one = new End("topk:0.1");
        End other = new End("topk:0.1");
        for (int round = 0; round < 20; round++) {
            for (int block = 0; block < BLOCKS.count(); block++) {
                exchange(one, other, block);
            }
            if (round == 7) {
                one.forget();
            }
            if (round == 13) {
                other.forget();
            }
        }
        assertThat(copiesAreEqual(one, other)).isTrue();
    }

    @Test
    void unequalReferencesAreNoticed() {
        End one = new End("topk:0.1");
        End other = new End("topk:0.1");
        exchange(one, other, 0);
        assertThat(copiesAreEqual(one, other)).isTrue();
        other.coding.peersReference()[3]++;
        assertThat(copiesAreEqual(one, other)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("COMPRESSORS")
    void twoReplicasAgree(String compressor) {
        List<End> ends = Stream.generate(() -> new End(compressor)).limit(2).toList();
        double first = distance(ends);
        for (int i = 0; i < 6000 && distance(ends) > first / 100; i++) {
            for (int block = 0; block < BLOCKS.count(); block++) {
                exchange(ends.get(0), ends.get(1), block);
            }
        }
        assertThat(distance(ends)).isLessThan(first / 50);
    }

    private static double distance(List<End> ends) {
        double sum = 0;
        for (int i = 0; i < PARAMETERS; i++) {
            double difference = ends.get(0).replica.units()[i] - (double) ends.get(1).replica.units()[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void anyBytesAreReadOrRefused() {
        for (String compressor : COMPRESSORS) {
            End one = new End(compressor);
            End other = new End(compressor);
            exchange(one, other, 0);
            int[] differences = new int[BLOCKS.length(0)];
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[random.nextInt(400)];
                random.nextBytes(bytes);
                other.coding.read(0, random.nextBoolean() ? Lattice.NONE : new Lattice(0, 0), i, bytes, differences);
                assertThat(one.coding.readReply(0, new Asked(Lattice.NONE, MOST), Lattice.NONE, i, bytes, differences))
                        .as("nothing was asked").isFalse();
            }
        }
    }

    /** Whatever the references say, and whichever of the two takes less: beyond that a reply is refused and changes nothing. */
    @ParameterizedTest
    @FieldSource("COMPRESSORS")
    void bothEndsMoveAlikeWithinBothCaps(String compressor) {
        for (int exponent = 0; exponent <= Cap.EXPONENT_MAX; exponent++) {
            End one = new End(compressor);
            End other = new End(compressor);
            one.replica.addIncrements(0, random.ints(BLOCKS.length(0), -1 << 29, 1 << 29).toArray());
            int[] ofOther = new int[BLOCKS.length(0)];
            Lattice lattice = one.coding.firstLattice(0);
            other.coding.read(0, lattice, 7, one.coding.request(0, lattice, 7), ofOther);
            Cap most = new Cap(exponent);
            byte[] reply = other.coding.reply(0, lattice, 7, most, ofOther).payload();
            assertThat(most.admits(ofOther, ofOther.length)).isTrue();
            int[] ofOne = new int[BLOCKS.length(0)];
            if (exponent > 0) {
                int[] before = one.coding.peersReference().clone();
                assertThat(one.coding.readReply(0, new Asked(lattice, new Cap(exponent - 1)), lattice, 7, reply, ofOne))
                        .isFalse();
                assertThat(one.coding.peersReference()).isEqualTo(before);
            }
            assertThat(one.coding.readReply(0, new Asked(lattice, most), lattice, 7, reply, ofOne)).isTrue();
            assertThat(ofOne).isEqualTo(ofOther);
        }
    }

    @Test
    void aStepThatOvershootsIsRefused() {
        End end = new End("sign");
        for (double step : new double[]{0, -0.1, 0.51, Double.NaN}) {
            assertThatThrownBy(
                    () -> new LinkCoding(Compressors.byName("sign"), end.replica, initial, step))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
