package dev.grapevine.node.history;

/**
 * Something that happened to a node.
 *
 * @param time     milliseconds since 1970
 * @param sentence for users, up to {@value #MAX_LENGTH} characters; a longer one is cut, and what is not for print replaced
 */
public record HistoryEvent(long time, EventKind kind, String sentence) {

    public static final int MAX_LENGTH = 300;

    public HistoryEvent {
        sentence = sentence.replaceAll("\\p{C}", "?");
        if (sentence.length() > MAX_LENGTH) {
            sentence = sentence.substring(0, MAX_LENGTH - 1) + "…";
        }
    }
}
