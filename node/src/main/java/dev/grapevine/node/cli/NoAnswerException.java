package dev.grapevine.node.cli;

/** A node that runs gives no answer, which may pass. The message is a sentence for users. Exit code 1. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String sentence) {
        super(sentence);
    }

    NoAnswerException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
