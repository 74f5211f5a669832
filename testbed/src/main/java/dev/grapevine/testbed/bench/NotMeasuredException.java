package dev.grapevine.testbed.bench;

/** A row cannot be measured here and now; the message says why. */
final class NotMeasuredException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotMeasuredException(String why) {
        super(why);
    }

    NotMeasuredException(String why, Throwable cause) {
        super(why, cause);
    }
}
