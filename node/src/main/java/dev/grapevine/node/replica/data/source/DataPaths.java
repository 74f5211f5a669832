package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.Arrays;
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
        String[] words = text.substring(colon + 1).split(",", -1);
        // The name of a folder may contain commas and plus signs; only csv takes several files.
        if (kind.equals("idx:")) {
            return kind + folder.resolve(text.substring(colon + 1));
        }
        words[0] = Arrays.stream(words[0].split("\\+", -1)).map(name -> file(name, kind, folder))
                .collect(Collectors.joining("+"));
        for (int i = 1; i < words.length; i++) {
            boolean isFile = words[i].startsWith(TEST)
                    && Double.isNaN(Numbers.parse(words[i].substring(TEST.length())));
            words[i] = isFile ? TEST + folder.resolve(words[i].substring(TEST.length())) : words[i];
        }
        return kind + String.join(",", words);
    }

    private static String file(String name, String kind, Path folder) {
        String bare = name.startsWith(kind) ? name.substring(kind.length()) : name;
        return bare.isEmpty() ? bare : folder.resolve(bare).toString();
    }
}
