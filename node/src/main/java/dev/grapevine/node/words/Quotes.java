package dev.grapevine.node.words;

import java.util.List;
import java.util.stream.Collectors;

/** Parts of sentences that cite what stands in files, which may be anything. */
public final class Citations {

    private static final int MOST_NAMES = 30;
    private static final int MOST_CHARACTERS = 60;

    private Citations() {}

    /** A text in quotation marks, cut where it is long and without what a terminal would act on. */
    public static String quote(String text) {
        return "'" + printable(text) + "'";
    }

    /** The first names of a list, and how many there are if these are not all. */
    public static String list(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).map(Citations::printable).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + ", … (" + names.size() + " in all)";
    }

    /** A text cut where it is long and without what a terminal would act on. */
    public static String printable(String text) {
        String cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
