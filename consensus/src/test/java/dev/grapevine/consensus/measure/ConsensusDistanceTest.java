package dev.grapevine.consensus.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.testing.RandomFloats;

class ConsensusDistanceTest {

    @Test
    void agreeingReplicasHaveDistanceZero() {
        float[] replica = {1, -2, 3};
        assertThat(ConsensusDistance.of(List.of(replica)).rootMeanSquare()).isZero();
        assertThat(ConsensusDistance.of(List.of(replica, replica.clone())).rootMeanSquare()).isZero();
        assertThat(ConsensusDistance.of(List.of(new float[3], new float[3], new float[3])).rootMeanSquare()).isZero();
        assertThat(ConsensusDistance.of(List.of(replica, replica.clone())).of(1)).isZero();
    }

    @Test
    void distanceIsTheRootMeanSquareOverTheNormOfTheMean() {
        // Mean (3, 4) of norm 5; each replica is 2 away from it.
        List<float[]> replicas = List.of(new float[]{5, 4}, new float[]{1, 4});
        assertThat(ConsensusDistance.of(replicas).mean()).containsExactly(3, 4);
        assertThat(ConsensusDistance.of(replicas).of(1)).isEqualTo(2 / 5.0, within(1e-12));
        assertThat(ConsensusDistance.of(replicas).rootMeanSquare()).isEqualTo(2 / 5.0, within(1e-12));
    }

    @Test
    void replicasThatCancelAreInfinitelyFarApart() {
        assertThat(ConsensusDistance.of(List.of(new float[]{1}, new float[]{-1})).rootMeanSquare())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theOrderOfReplicasDoesNotMatter() {
        List<float[]> replicas = random(7, 500);
        double straight = ConsensusDistance.of(replicas).rootMeanSquare();
        for (int seed = 0; seed < 20; seed++) {
            List<float[]> shuffled = new ArrayList<>(replicas);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(ConsensusDistance.of(shuffled).rootMeanSquare()).isEqualTo(straight, within(1e-6 * straight));
        }
    }

    @Test
    void theScaleOfAllReplicasDoesNotMatter() {
        List<float[]> replicas = random(5, 300);
        List<float[]> larger = replicas.stream().map(float[]::clone).toList();
        for (float[] replica : larger) {
            for (int i = 0; i < replica.length; i++) {
                replica[i] *= 4;
            }
        }
        assertThat(ConsensusDistance.of(larger).rootMeanSquare())
                .isEqualTo(ConsensusDistance.of(replicas).rootMeanSquare(), within(1e-12));
    }

    @Test
    void agreesWithDoubles() {
        List<float[]> replicas = random(9, 1000);
        double[] mean = new double[1000];
        for (float[] replica : replicas) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += replica[i] / 9.0;
            }
        }
        double squares = 0;
        double norm = 0;
        for (int i = 0; i < mean.length; i++) {
            norm += mean[i] * mean[i];
            for (float[] replica : replicas) {
                squares += (replica[i] - mean[i]) * (replica[i] - mean[i]);
            }
        }
        double expected = Math.sqrt(squares / 9 / norm);
        assertThat(ConsensusDistance.of(replicas).rootMeanSquare()).isEqualTo(expected, within(1e-5 * expected));
    }

    private static List<float[]> random(int replicas, int parameters) {
        SplittableRandom random = new SplittableRandom(5);
        List<float[]> all = new ArrayList<>();
        for (int replica = 0; replica < replicas; replica++) {
            all.add(RandomFloats.normal(parameters, random));
        }
        return all;
    }
}
