package dev.grapevine.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import dev.grapevine.node.words.UserMistakeException;

/** Assertions on what users are told about their mistakes. */
public final class Sentences {

    private Sentences() {}

    /** The call is a mistake about which exactly this is said, in one line. */
    public static void assertMistake(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(UserMistakeException.class).hasMessage(sentence);
    }

    /** The call is a mistake about which one line is said that has all these parts. */
    public static void assertMistakeAbout(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(UserMistakeException.class).hasMessageNotContaining("\n")
                .hasMessageContainingAll(parts);
    }
}
