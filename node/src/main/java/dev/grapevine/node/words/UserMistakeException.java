package dev.grapevine.node.words;

/** Something that the user can put right: one sentence that names what, where and what is allowed. Exit code 2. */
public final class UserMistakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserMistakeException(String sentence) {
        super(sentence);
    }

    public UserMistakeException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
