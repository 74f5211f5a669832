package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.grapevine.node.words.Citations;

/**
 * Who says what in a text that has the form of a play: blocks with empty lines between them, which start with
 * {@code NAME:}. A block that does not goes on with the speaker before.
 */
final class Speakers {

    /** A block's first line; a sentence with a colon in it is longer, or has other punctuation before. */
    private static final Pattern NAME = Pattern.compile("([\\p{L}\\p{N}][\\p{L}\\p{N} .'’-]{0,39}):.*");

    /** Where each speech starts, in characters, and who holds it. */
    private final List<Integer> starts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** Finds the speakers of a text. */
    Speakers(String text, DataFile file) {
        int place = 0;
        boolean blockStarts = true;
        long number = 1;
        for (String line : text.split("\n", -1)) {
            if (blockStarts && !line.isBlank()) {
                Matcher name = NAME.matcher(line);
                if (name.matches()) {
                    starts.add(place);
                    names.add(name.group(1));
                } else if (names.isEmpty()) {
                    throw file.mistake(number, "no speaker is named before " + Citations.quote(line)
                            + ": allowed with the split 'speaker' are blocks that start with NAME:");
                }
            }
            blockStarts = line.isBlank();
            place += line.codePointCount(0, line.length()) + 1;
            number++;
        }
        if (names.isEmpty()) {
            throw file.mistake("names no speakers: allowed with the split 'speaker' are blocks that start with NAME:");
        }
    }

    /** Who speaks at each of some ascending places, in characters; what is before the first speech is its. */
    List<String> at(int[] places) {
        List<String> found = new ArrayList<>();
        int speech = 0;
        for (int place : places) {
            while (speech + 1 < starts.size() && starts.get(speech + 1) <= place) {
                speech++;
            }
            found.add(names.get(speech));
        }
        return found;
    }
}
