package dev.grapevine.node.replica.data.source;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/** Numbered characters of a text (the vocabulary). A character is a Unicode code point. */
public final class Alphabet {

    private static final int UNKNOWN = -1;

    private final List<String> names;
    private final int[] numberOfCharacter;

    /** @param names one character each, in the order of their numbers */
    public Alphabet(List<String> names) {
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

    /** Numbers of the characters of a file's text. */
    short[] numbers(String text, DataFile file) {
        return numbers(text, offset -> file.at(TextFile.line(text, offset)));
    }

    /**
     * Numbers of the characters of a text.
     *
     * @param at place of the text, for an error sentence
     * @throws UserMistakeException if a character is unknown
     */
    public short[] numbers(String text, Place at) {
        return numbers(text, _ -> at);
    }

    /** @param at gives the place of an offset, for an error sentence */
    private short[] numbers(String text, IntFunction<Place> at) {
        short[] numbers = new short[text.codePointCount(0, text.length())];
        int place = 0;
        for (int i = 0; i < numbers.length; i++) {
            int character = text.codePointAt(place);
            int number = character < numberOfCharacter.length ? numberOfCharacter[character] : UNKNOWN;
            if (number == UNKNOWN) {
                throw at.apply(place).mistake(
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
