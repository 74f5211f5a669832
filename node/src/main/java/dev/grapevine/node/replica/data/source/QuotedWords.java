package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of a data source that are joined with a separator. A word, or the value behind its equals sign, may stand in
 * double quotes, and may then contain the separator; a quote within it is written twice.
 */
final class QuotedWords {

    private static final char QUOTE = '"';

    private QuotedWords() {}

    /** The place of the first separator outside quotes; −1 if there is none. */
    static int indexOf(String text, char separator) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == QUOTE;
            if (c == separator && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** The words between separators outside quotes, as they are written; at least one, which may be empty. */
    static List<String> split(String text, char separator) {
        List<String> words = new ArrayList<>();
        String rest = text;
        for (int place = indexOf(rest, separator); place >= 0; place = indexOf(rest, separator)) {
            words.add(rest.substring(0, place));
            rest = rest.substring(place + 1);
        }
        words.add(rest);
        return words;
    }

    /** Whether each quotation mark has its partner. */
    static boolean isComplete(String text) {
        return text.chars().filter(c -> c == QUOTE).count() % 2 == 0;
    }

    /** A word without the quotes around it. */
    static String plain(String word) {
        boolean quoted = word.length() >= 2 && word.charAt(0) == QUOTE && word.charAt(word.length() - 1) == QUOTE;
        return quoted ? word.substring(1, word.length() - 1).replace("\"\"", "\"") : word;
    }

    /** A word that {@link #plain} gives back, in quotes if it has to be. */
    static String quoted(String plain) {
        boolean special = plain.indexOf(',') >= 0 || plain.indexOf('+') >= 0 || plain.indexOf(QUOTE) >= 0;
        return special ? QUOTE + plain.replace("\"", "\"\"") + QUOTE : plain;
    }
}
