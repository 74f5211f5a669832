package dev.grapevine.gossip.text;

/** Texts of peers, made fit to be shown to a user: of no great length, and without what a terminal takes for a command. */
public final class Printable {

    /** Letters of a sentence that a peer has written. */
    public static final int SENTENCE_MAX = 200;

    private static final char INSTEAD = '?';
    private static final char CUT = '…';

    private Printable() {}

    /** A sentence of a peer. */
    public static String sentence(String text) {
        return of(text, SENTENCE_MAX);
    }

    /** A text of which at most so many letters are shown. */
    public static String of(String text, int most) {
        StringBuilder shown = new StringBuilder();
        int letters = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (letters == most) {
                return shown.append(CUT).toString();
            }
            letters++;
            int letter = text.codePointAt(i);
            shown.appendCodePoint(isHarmless(letter) ? letter : INSTEAD);
        }
        return shown.toString();
    }

    private static boolean isHarmless(int letter) {
        return switch (Character.getType(letter)) {
            // Such as new lines and escape sequences; such as marks that turn the direction of writing; halves of letters.
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE, Character.UNASSIGNED ->
                false;
            default -> true;
        };
    }
}
