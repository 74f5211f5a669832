package dev.grapevine.node.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param check    what was looked at, one word
 * @param sentence for users; if something is wrong, with what to do after a colon
 */
record Finding(String check, Verdict verdict, String sentence) {

    /** The state that was found. */
    enum Verdict {
        OK("ok"),
        BAD("bad"),
        /** It could not be looked at. */
        UNKNOWN("?");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Some of the text comes from other nodes, which must not control the terminal. */
    Finding {
        sentence = sentence.replaceAll("\\p{C}", "?");
    }

    /** The finding as one line. */
    String line() {
        return String.format(Locale.ROOT, "%-4s%-12s %s", verdict.word(), check, sentence);
    }
}
