package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.grapevine.node.words.Numbers;

/** File names inside a data source: in a settings file they are relative to that file's folder. */
final class DataPaths {

    private static final String TEST = "test=";

    private DataPaths() {}

    /** The same data source with every relative path resolved against a folder. */
    static String resolve(String text, Path folder) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return text;
        }
        String kind = text.substring(0, colon + 1);
        List<String> words = new ArrayList<>(QuotedWords.split(text.substring(colon + 1), ','));
        // The name of a folder may contain commas and plus signs; only csv takes several files.
        if (kind.equals("idx:")) {
            return kind + folder.resolve(text.substring(colon + 1));
        }
        words.set(0, QuotedWords.split(words.getFirst(), '+').stream().map(name -> file(name, kind, folder))
                .collect(Collectors.joining("+")));
        words.replaceAll(word -> {
            String test = word.startsWith(TEST) ? QuotedWords.plain(word.substring(TEST.length())) : "";
            boolean isFile = word.startsWith(TEST) && Double.isNaN(Numbers.parse(test));
            return isFile ? TEST + QuotedWords.quoted(folder.resolve(test).toString()) : word;
        });
        return kind + String.join(",", words);
    }

    private static String file(String name, String kind, Path folder) {
        String bare = QuotedWords.plain(name.startsWith(kind) ? name.substring(kind.length()) : name);
        return bare.isEmpty() ? bare : QuotedWords.quoted(folder.resolve(bare).toString());
    }
}
