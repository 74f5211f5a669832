package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.conversation.Silence.Step;

class SilenceTest {

    private final RoundTrip roundTrip = new RoundTrip();
    private final Silence silence = new Silence();
    private Duration now = Duration.ZERO;

    /** A context that has a clock, waits of 1 s, 2 s, 4 s, and nothing else. */
    private final ConversationContext context = (ConversationContext) Proxy.newProxyInstance(
            ConversationContext.class.getClassLoader(), new Class<?>[]{ConversationContext.class},
            (_, method, arguments) -> switch (method.getName()) {
                case "now" -> now;
                case "roundTrip" -> roundTrip;
                case "patience" -> Duration.ofSeconds(1L << ((int) arguments[0] - 1));
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private void after(long millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void waitsAsTheParametersSayWhereNothingIsKnown() {
        silence.ended(context);
        assertThat(silence.firstLook(context)).isEqualTo(Duration.ofMillis(250));
        after(250);
        assertThat(silence.look(true, context)).isEqualTo(Step.WAIT);
        assertThat(silence.nextLook(true, context)).isEqualTo(Duration.ofMillis(750));
        after(750);
        assertThat(silence.look(true, context)).isEqualTo(Step.RETRY);
        assertThat(silence.attempt()).isEqualTo(2);
        after(1999);
        assertThat(silence.look(true, context)).isEqualTo(Step.WAIT);
    }

    @Test
    void asksSoonerOnceItIsKnownHowLongAnswersTake() {
        silence.ended(context);
        silence.asked(Silence.OFFER, context);
        after(40);
        silence.answered(Silence.OFFER, context);
        silence.ended(context);
        assertThat(roundTrip.patience()).isEqualTo(Duration.ofMillis(120));
        assertThat(silence.nextLook(true, context)).isEqualTo(Duration.ofMillis(120));
        after(120);
        assertThat(silence.look(false, context)).as("nothing to ask for").isEqualTo(Step.WAIT);
        assertThat(silence.look(true, context)).isEqualTo(Step.ASK);
        assertThat(silence.nextLook(true, context)).as("then at 240 ms").isEqualTo(Duration.ofMillis(120));
        after(119);
        assertThat(silence.look(true, context)).isEqualTo(Step.WAIT);
        after(1);
        assertThat(silence.look(true, context)).isEqualTo(Step.ASK);
        assertThat(silence.attempt()).as("asking is no attempt").isEqualTo(1);
    }

    @Test
    void whatWasSaidTwiceTeachesNothing() {
        silence.asked(3, context);
        silence.askedAgain(3);
        silence.asked(4, context);
        silence.asked(5, context);
        silence.allAskedAgain();
        after(500);
        silence.answered(3, context);
        silence.answered(4, context);
        assertThat(roundTrip.isKnown()).isFalse();
        silence.asked(6, context);
        after(30);
        silence.answered(6, context);
        assertThat(roundTrip.isKnown()).isTrue();
    }

    @Test
    void wordsFromThePeerStartItAnew() {
        silence.ended(context);
        after(5000);
        assertThat(silence.look(true, context)).isEqualTo(Step.RETRY);
        silence.ended(context);
        assertThat(silence.attempt()).isEqualTo(1);
        assertThat(silence.look(true, context)).isEqualTo(Step.WAIT);
    }
}
