package dev.grapevine.node.replica.data.source;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Citations;

/** The characters of a text, numbered. A character is a Unicode code point. */
final class Alphabet {

    private static final int UNKNOWN = -1;

    private final List<String> names;
    private final int[] numberOfCharacter;

    /** @param names one character each, in the order of their numbers */
    Alphabet(List<String> names) {
        this.names = List.copyOf(names);
        int highest = names.stream().mapToInt(name -> name.codePointAt(0)).max().orElse(0);
        this.numberOfCharacter = new int[highest + 1];
        Arrays.fill(numberOfCharacter, UNKNOWN);
        for (int i = 0; i < names.size(); i++) {
            numberOfCharacter[names.get(i).codePointAt(0)] = i;
        }
    }

    /**
     * The different characters of some texts, ascending.
     *
     * @param source what a sentence about them starts with
     */
    static List<String> of(List<String> texts, String source) {
        TreeSet<Integer> found = new TreeSet<>();
        for (String text : texts) {
            text.codePoints().forEach(found::add);
        }
        if (found.size() < 2 || found.size() > Schema.MAX_CLASSES) {
            throw new UserMistakeException(source + " has " + found.size()
                    + " different characters: allowed are 2 to " + Schema.MAX_CLASSES);
        }
        return found.stream().map(Character::toString).toList();
    }

    /** The number of each of a text's characters. */
    short[] numbers(String text, DataFile file) {
        short[] numbers = new short[text.codePointCount(0, text.length())];
        int place = 0;
        for (int i = 0; i < numbers.length; i++) {
            int character = text.codePointAt(place);
            int number = character < numberOfCharacter.length ? numberOfCharacter[character] : UNKNOWN;
            if (number == UNKNOWN) {
                throw file.mistake(TextFile.line(text, place),
                        "the character " + Citations.quote(Character.toString(character)) + " (" + code(character)
                                + ") is unknown: allowed by the run are " + allowed());
            }
            numbers[i] = (short) number;
            place += Character.charCount(character);
        }
        return numbers;
    }

    private static String code(int character) {
        return "U+%04X".formatted(character);
    }

    /** Characters that cannot be told apart on a terminal are named by their codes. */
    private String allowed() {
        return Citations.list(IntStream.range(0, names.size()).mapToObj(names::get)
                .map(name -> Character.isISOControl(name.codePointAt(0)) || name.isBlank()
                        ? code(name.codePointAt(0))
                        : name)
                .toList());
    }
}
