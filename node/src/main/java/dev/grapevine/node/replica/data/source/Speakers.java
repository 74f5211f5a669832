package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.grapevine.node.words.Quotes;

/**
 * Speakers in a text that has the form of a play: blocks separated by empty lines, each starting with {@code NAME:}. A
 * block without a name belongs to the speaker of the block before.
 */
final class Speakers {

    /**
     * First line of a block. The limits keep out sentences with a colon: those are longer or have other punctuation
     * before it.
     */
    private static final Pattern NAME = Pattern.compile("([\\p{L}\\p{N}][\\p{L}\\p{N} .'’-]{0,39}):.*");

    /** Start of each speech, in characters, and its speaker. */
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
                    throw file.mistake(number, "no speaker is named before " + Quotes.quote(line)
                            + ": allowed with the split 'speaker' are blocks that start with NAME:");
                }
            }
            blockStarts = line.isBlank();
            place += line.codePointCount(0, line.length()) + 1;
            number++;
        }
        if (names.isEmpty()) {
            throw file.mistake("names no speaker: allowed with the split 'speaker' are blocks that start with NAME:");
        }
    }

    /** Speakers at ascending offsets, in characters. Text before the first speech belongs to the first speaker. */
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
