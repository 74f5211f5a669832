package dev.grapevine.node.words;

import java.util.List;
import java.util.stream.Collectors;

/** Quotes text from files or peers in sentences, safe for terminals. */
public final class Quotes {

    private static final int MAX_NAMES = 30;
    private static final int MAX_CHARACTERS = 60;

    private Quotes() {}

    /** Text in quotation marks, shortened and without control characters. */
    public static String quote(String text) {
        return "'" + printable(text) + "'";
    }

    /** First names of a list, followed by the total number if there are more. */
    public static String list(List<String> names) {
        String first = names.stream().limit(MAX_NAMES).map(Quotes::printable).collect(Collectors.joining(", "));
        return names.size() <= MAX_NAMES ? first : first + ", … (" + names.size() + " in all)";
    }

    /** Text shortened and without control characters. */
    public static String printable(String text) {
        String cut = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
