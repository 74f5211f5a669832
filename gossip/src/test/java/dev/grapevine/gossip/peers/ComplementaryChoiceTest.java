package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.peers.PeerChoice.Turn;

/** Peers are drawn in proportion to their weights, and every one is drawn. */
class ComplementaryChoiceTest {

    private static final int DRAWS = 40_000;
    private static final List<PeerId> PEERS = IntStream.rangeClosed('a', 'f')
            .mapToObj(letter -> new PeerId(String.valueOf((char) letter))).toList();
    private static final View VIEW = new View(new PeerId("self"), PEERS);

    private final KnownShares shares = new KnownShares(ClassShares.ofRows(new long[]{1, 0, 0}));
    private final ComplementaryChoice choice = new ComplementaryChoice(shares);
    private final RandomStream random = new RandomStream(1);

    private void tell(int peer, long... rows) {
        shares.onShares(PEERS.get(peer), ClassShares.ofRows(rows).orElseThrow());
    }

    /** From the same data to none in common; two peers send no shares. */
    private void tellAll() {
        tell(0, 1, 0, 0);
        tell(1, 3, 1, 0);
        tell(2, 0, 1, 1);
        tell(3, 0, 0, 1);
    }

    private List<PeerId> choose(PeerChoice of, int fanout, Predicate<PeerId> eligible) {
        return of.choose(VIEW, new Turn(1, 1, fanout), eligible, random);
    }

    private int[] frequencies(PeerChoice of) {
        int[] drawn = new int[PEERS.size()];
        for (int i = 0; i < DRAWS; i++) {
            drawn[PEERS.indexOf(choose(of, 1, _ -> true).getFirst())]++;
        }
        return drawn;
    }

    /** Whether each number is within three standard deviations of the expected one. */
    private static boolean areProportional(int[] drawn, int[] weights) {
        double sum = Arrays.stream(weights).sum();
        return IntStream.range(0, drawn.length).allMatch(i -> {
            double probability = weights[i] / sum;
            double deviation = Math.sqrt(DRAWS * probability * (1 - probability));
            return Math.abs(drawn[i] - DRAWS * probability) < 3 * deviation;
        });
    }

    @Test
    void peersWithFartherSharesAreDrawnMoreOften() {
        tellAll();
        // The distances of the first four are 0, 128, 510 and 510; the other two have the mean weight.
        int[] weights = {64, 576, 5148, 5148, 2734, 2734};
        assertThat(choice.weights(PEERS)).isEqualTo(weights);
        assertThat(areProportional(frequencies(choice), weights)).isTrue();
        assertThat(frequencies(choice)).doesNotContain(0);
    }

    @Test
    void choiceThatIgnoresSharesIsNoticed() {
        tellAll();
        int[] uniform = frequencies(new UniformChoice());
        assertThat(areProportional(uniform, choice.weights(PEERS))).isFalse();
        assertThat(areProportional(uniform, new int[]{1, 1, 1, 1, 1, 1})).as("but it is what it is").isTrue();
    }

    @Test
    void withoutSharesAllAreEquallyLikely() {
        ComplementaryChoice ignorant = new ComplementaryChoice(new KnownShares(Optional.empty()));
        assertThat(areProportional(frequencies(ignorant), new int[]{1, 1, 1, 1, 1, 1})).isTrue();
    }

    @Test
    void eligiblePeersAreDrawnOnce() {
        tellAll();
        List<PeerId> firsts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<PeerId> chosen = choose(choice, 4, peer -> !peer.equals(PEERS.get(2)));
            assertThat(chosen).hasSize(4).doesNotHaveDuplicates().doesNotContain(PEERS.get(2));
            firsts.add(chosen.getFirst());
        }
        assertThat(firsts.stream().distinct()).hasSize(5);
        assertThat(choose(choice, 9, _ -> true)).containsExactlyInAnyOrderElementsOf(PEERS);
        assertThat(choose(choice, 3, _ -> false)).isEmpty();
    }

    @Test
    void forgottenSharesAreUnknown() {
        tell(2, 0, 1, 1);
        shares.forget(PEERS.get(2));
        assertThat(shares.distance(PEERS.get(2))).isEmpty();
    }
}
