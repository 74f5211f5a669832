package dev.grapevine.gossip.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class DeadWordsTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private final DeadWords words = new DeadWords();

    private boolean answered(DeadWords by, PeerId peer, long millis) {
        return by.heardFrom(peer, Duration.ofMillis(millis));
    }

    @Test
    void eachPeerIsAnsweredOnceASecond() {
        assertThat(answered(words, ANNA, 0)).isTrue();
        assertThat(answered(words, ANNA, 999)).isFalse();
        assertThat(answered(words, BERT, 999)).isTrue();
        assertThat(answered(words, ANNA, 1000)).isTrue();
        assertThat(answered(words, ANNA, 1999)).isFalse();
    }

    @Test
    void lateFramesDoNotLast() {
        answered(words, ANNA, 0);
        answered(words, ANNA, 9_999);
        assertThat(words.lasts(ANNA)).isFalse();
        answered(words, ANNA, 10_000);
        assertThat(words.lasts(ANNA)).isTrue();
        assertThat(words.lasts(BERT)).isFalse();
        answered(words, ANNA, 20_000);
        assertThat(words.lasts(ANNA)).as("after a pause").isFalse();
    }

    @Test
    void restoredOneGoesOnAndForgets() {
        answered(words, ANNA, 0);
        answered(words, ANNA, 9_500);
        DeadWords again = new DeadWords();
        again.restore(Saved.by(words::save));
        assertThat(answered(again, ANNA, 10_000)).isFalse();
        assertThat(again.lasts(ANNA)).isTrue();
        again.forget(ANNA);
        assertThat(again.lasts(ANNA)).isFalse();
        assertThat(answered(again, ANNA, 10_000)).isTrue();
    }
}
