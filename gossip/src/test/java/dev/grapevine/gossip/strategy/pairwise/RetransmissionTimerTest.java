package dev.grapevine.gossip.strategy.pairwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.conversation.RoundTrip;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.strategy.pairwise.RetransmissionTimer.Step;

/** The times of retransmission. */
class RetransmissionTimerTest {

    private final RoundTrip roundTrip = new RoundTrip();
    private final RetransmissionTimer timer = new RetransmissionTimer();
    private Duration now = Duration.ZERO;

    /** Waits of 1 s, 2 s, 4 s without samples. */
    private final Patience patience = new Patience(ProtocolParameters.DEFAULT, roundTrip, Optional.empty());

    private void after(long millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void withoutSamplesWaitsFollowTheParameters() {
        timer.ended(now, patience);
        assertThat(timer.firstLook(patience)).isEqualTo(Duration.ofMillis(250));
        after(250);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.WAIT);
        assertThat(timer.nextLook(true, now, patience)).isEqualTo(Duration.ofMillis(750));
        after(750);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.RETRY);
        assertThat(timer.attempt()).isEqualTo(2);
        after(1999);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.WAIT);
    }

    @Test
    void withSamplesItAsksSooner() {
        timer.ended(now, patience);
        timer.asked(RetransmissionTimer.OFFER, now);
        after(40);
        timer.answered(RetransmissionTimer.OFFER, now, patience);
        timer.ended(now, patience);
        assertThat(roundTrip.patience()).isEqualTo(Duration.ofMillis(120));
        assertThat(timer.nextLook(true, now, patience)).isEqualTo(Duration.ofMillis(120));
        after(120);
        assertThat(timer.look(false, now, patience)).as("nothing to ask for").isEqualTo(Step.WAIT);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.ASK);
        assertThat(timer.nextLook(true, now, patience)).as("then at 240 ms").isEqualTo(Duration.ofMillis(120));
        after(119);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.WAIT);
        after(1);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.ASK);
        assertThat(timer.attempt()).as("asking is no attempt").isEqualTo(1);
    }

    @Test
    void repeatedQuestionIsNotSampled() {
        timer.asked(3, now);
        timer.askedAgain(3);
        timer.asked(4, now);
        timer.asked(5, now);
        timer.allAskedAgain();
        after(500);
        timer.answered(3, now, patience);
        timer.answered(4, now, patience);
        assertThat(roundTrip.isKnown()).isFalse();
        timer.asked(6, now);
        after(30);
        timer.answered(6, now, patience);
        assertThat(roundTrip.isKnown()).isTrue();
    }

    @Test
    void messageOfThePeerRestartsTheTimer() {
        timer.ended(now, patience);
        after(5000);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.RETRY);
        timer.ended(now, patience);
        assertThat(timer.attempt()).isEqualTo(1);
        assertThat(timer.look(true, now, patience)).isEqualTo(Step.WAIT);
    }
}
