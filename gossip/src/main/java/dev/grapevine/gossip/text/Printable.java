package dev.grapevine.gossip.text;

/**
 * Makes texts of peers fit to be shown to a user: shortened, and without control characters that a terminal would obey.
 */
public final class Printable {

    /** The most letters of a peer's sentence. */
    public static final int SENTENCE_MAX = 200;

    private static final char INSTEAD = '?';
    private static final char CUT = '…';

    private Printable() {}

    /** A sentence of a peer. */
    public static String sentence(String text) {
        return of(text, SENTENCE_MAX);
    }

    /** A text, shortened to this many letters. */
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
            // New lines and escape sequences; marks that change the direction of writing; unpaired surrogates.
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE, Character.UNASSIGNED ->
                false;
            default -> true;
        };
    }
}
