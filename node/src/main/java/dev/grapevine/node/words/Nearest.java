package dev.grapevine.node.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the closest name for a mistyped one. */
public final class Nearest {

    private Nearest() {}

    /** Name at the smallest edit distance, if that is at most half of its letters. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return names.stream().min(Comparator.comparingInt((String name) -> distance(typed, name))
                .thenComparing(Comparator.naturalOrder())).filter(name -> 2 * distance(typed, name) <= name.length());
    }

    /** End of a sentence: {@code , did you mean 'momentum'?}, or a full stop if no name is close. */
    public static String hint(String typed, Collection<String> names) {
        return to(typed, names).map(name -> ", did you mean '" + name + "'?").orElse(".");
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
