package dev.grapevine.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import dev.grapevine.node.words.UserMistakeException;

/** Assertions on messages about users' mistakes. */
public final class Sentences {

    private Sentences() {}

    /** Asserts that the call throws a mistake with exactly this message, which is one line. */
    public static void assertMistake(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(UserMistakeException.class).hasMessage(sentence);
    }

    /** Asserts that the call throws a mistake whose message is one line and contains all these parts. */
    public static void assertMistakeAbout(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(UserMistakeException.class).hasMessageNotContaining("\n")
                .hasMessageContainingAll(parts);
    }
}
