package dev.grapevine.node.replica.data.source;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/** Numbered characters of a text (the vocabulary). A character is a Unicode code point. */
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
     * Distinct characters of some texts, ascending.
     *
     * @param source start of error sentences about them
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

    /** Numbers of a text's characters. */
    short[] numbers(String text, DataFile file) {
        short[] numbers = new short[text.codePointCount(0, text.length())];
        int place = 0;
        for (int i = 0; i < numbers.length; i++) {
            int character = text.codePointAt(place);
            int number = character < numberOfCharacter.length ? numberOfCharacter[character] : UNKNOWN;
            if (number == UNKNOWN) {
                throw file.mistake(TextFile.line(text, place),
                        "the character " + Quotes.quote(Character.toString(character)) + " (" + code(character)
                                + ") is unknown: allowed in this run are " + allowed());
            }
            numbers[i] = (short) number;
            place += Character.charCount(character);
        }
        return numbers;
    }

    private static String code(int character) {
        return "U+%04X".formatted(character);
    }

    /** Characters that cannot be distinguished on a terminal are shown as codes. */
    private String allowed() {
        return Quotes.list(IntStream.range(0, names.size()).mapToObj(names::get)
                .map(name -> Character.isISOControl(name.codePointAt(0)) || name.isBlank()
                        ? code(name.codePointAt(0))
                        : name)
                .toList());
    }
}
