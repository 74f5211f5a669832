package dev.grapevine.node.replica.data.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.grapevine.node.words.UserMistakeException;

/** Options behind a data source: {@code name=value} pairs and names without a value. */
final class Options {

    private final String text;
    private final Map<String, String> values = new TreeMap<>();

    /**
     * Parses all options.
     *
     * @param text    whole data source, for error sentences
     * @param pairs   its part after the first comma; empty if there is none
     * @param allowed names of the options with a value
     * @param flags   names of the options without a value
     */
    Options(String text, String pairs, List<String> allowed, List<String> flags) {
        this.text = text;
        if (!QuotedWords.isComplete(text)) {
            throw mistake("has a quotation mark without its partner", "two around a word with commas or plus signs");
        }
        for (String pair : pairs.isEmpty() ? List.<String>of() : QuotedWords.split(pairs, ',')) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            boolean flag = equals < 0 && flags.contains(name);
            if (!flag && (equals < 0 || equals == pair.length() - 1 || !allowed.contains(name))) {
                throw mistake("has the option '" + pair + "'", String.join(", ", allowed)
                        + ", each with '=' and a value" + (flags.isEmpty() ? "" : ", and " + String.join(", ", flags)));
            }
            if (values.put(name, flag ? "" : QuotedWords.plain(pair.substring(equals + 1))) != null) {
                throw mistake("has the option '" + name + "' twice", "each option once");
            }
        }
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean hasFlag(String name) {
        return values.containsKey(name);
    }

    /** Error about the data source. */
    UserMistakeException mistake(String wrong, String allowed) {
        return new UserMistakeException("Data '" + text + "' " + wrong + ": allowed is " + allowed);
    }
}
