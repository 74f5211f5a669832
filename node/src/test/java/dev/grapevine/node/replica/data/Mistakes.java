package dev.grapevine.node.replica.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import dev.grapevine.node.words.UserMistakeException;

/** Assertions on messages about users' mistakes. */
public final class Mistakes {

    private Mistakes() {}

    /**
     * Asserts that the call throws a mistake whose single sentence contains all these parts and says what is allowed.
     */
    public static void assertMistake(ThrowingCallable call, Object... named) {
        assertThatThrownBy(call).isInstanceOf(UserMistakeException.class).satisfies(mistake -> {
            String[] parts = Arrays.stream(named).map(String::valueOf).toArray(String[]::new);
            assertThat(mistake.getMessage()).contains(parts).contains("allowed")
                    .doesNotContain("\n");
        });
    }
}
