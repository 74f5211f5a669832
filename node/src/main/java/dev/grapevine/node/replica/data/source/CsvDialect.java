package dev.grapevine.node.replica.data.source;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The form of a user's CSV files, as far as the user has said it; what is left open is found in each file.
 *
 * @param header    whether the first line names the columns
 * @param missing   texts that stand for a missing value, besides the usual ones
 * @param encoding  of the characters
 * @param separator between cells
 * @param decimal   the sign before the fraction of a number: a point or a comma
 * @param drop      columns that are not read, by name or number
 * @param keep      columns of text that are learned although nearly each row has a text of its own, or most are numbers
 */
record CsvDialect(Optional<Boolean> header, Set<String> missing, Optional<Charset> encoding,
        Optional<Character> separator, Optional<Character> decimal, List<String> drop, List<String> keep) {

    /** The options that say it, each with a value. */
    static final List<String> OPTIONS = List.of("header", "na", "encoding", "separator", "decimal", "drop", "keep");

    /** Nothing is said. */
    static final CsvDialect OPEN = new CsvDialect(Optional.empty(), Set.of(), Optional.empty(), Optional.empty(),
            Optional.empty(), List.of(), List.of());

    static CsvDialect of(Options options) {
        return new CsvDialect(
                options.value("header").map(word -> switch (word) {
                    case "yes" -> true;
                    case "no" -> false;
                    default -> throw options.mistake("has header=" + word, "header=yes or header=no");
                }),
                Set.copyOf(new TreeSet<>(words(options, "na"))),
                options.value("encoding").map(word -> encoding(options, word)),
                options.value("separator").map(word -> separator(options, word)),
                options.value("decimal").map(word -> switch (word) {
                    case ".", "point" -> '.';
                    case ",", "comma" -> ',';
                    default -> throw options.mistake("has decimal=" + word, "decimal=point or decimal=comma");
                }),
                words(options, "drop"), words(options, "keep"));
    }

    private static List<String> words(Options options, String name) {
        return options.value(name).map(value -> List.of(value.split(",", -1))).orElse(List.of());
    }

    private static Charset encoding(Options options, String word) {
        try {
            return Charset.forName(word);
        } catch (IllegalArgumentException e) {
            throw options.mistake("has encoding=" + word,
                    "utf-8, latin1, windows-1252, utf-16 or another name that Java"
                            + " knows");
        }
    }

    private static char separator(Options options, String word) {
        return switch (word) {
            case "comma" -> ',';
            case "semicolon" -> ';';
            case "tab" -> '\t';
            case "space" -> ' ';
            default -> {
                if (word.length() != 1 || Character.isLetterOrDigit(word.charAt(0)) || word.equals("\"")) {
                    throw options.mistake("has separator=" + word,
                            "comma, semicolon, tab, space, or a single sign such as | or ;");
                }
                yield word.charAt(0);
            }
        };
    }
}
