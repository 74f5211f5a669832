package dev.grapevine.node.words;

/** Mistake that the user can correct: one sentence with what is wrong, where, and what is allowed. Exit code 2. */
public final class UserMistakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserMistakeException(String sentence) {
        super(sentence);
    }

    public UserMistakeException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
