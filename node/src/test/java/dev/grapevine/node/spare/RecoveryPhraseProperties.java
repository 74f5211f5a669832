package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.UserMistakeException;

class RecoveryPhraseProperties {

    private static final String PHRASE = """
            nujod rakit vuzut jonob ropah horuh
            naros fugah hidan sijon losuf kohin
            labur pubag dufov lutob bohob banip""";

    private static List<String> words(byte[] seed) {
        return new ArrayList<>(
                Arrays.asList(RecoveryPhrase.of(DeviceKey.create(new SeedBytes(seed))).split("\\s")));
    }

    private static void assertMistyped(List<String> words) {
        assertThatThrownBy(() -> RecoveryPhrase.read(String.join(" ", words))).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("The phrase ")
                .satisfies(mistake -> words.stream().filter(word -> word.length() > 3)
                        .forEach(word -> assertThat(mistake.getMessage()).as("never cites").doesNotContain(word)));
    }

    @Property(tries = 100)
    void phraseReadsBackTheSame(@ForAll @Size(32) byte[] seed) {
        List<String> words = words(seed);
        assertThat(words).hasSize(RecoveryPhrase.WORDS).allMatch(word -> word.matches("([b-z][aiou]){2}[b-z]"));
        assertThat(RecoveryPhrase.read(String.join(" ", words)).seed()).isEqualTo(seed);
        assertThat(RecoveryPhrase.read("  " + String.join("-\r\n", words).toUpperCase(Locale.ROOT)).seed())
                .isEqualTo(seed);
    }

    @Property(tries = 200)
    void oneOtherWordIsTold(@ForAll @Size(32) byte[] seed, @ForAll @IntRange(max = 17) int at,
            @ForAll @Size(32) byte[] other, @ForAll @IntRange(max = 17) int from) {
        List<String> words = words(seed);
        String word = words(other).get(from);
        Assume.that(!words.get(at).equals(word));
        words.set(at, word);
        assertMistyped(words);
    }

    @Property(tries = 200)
    void neighboursInTheWrongOrderAreTold(@ForAll @Size(32) byte[] seed, @ForAll @IntRange(max = 16) int at) {
        List<String> words = words(seed);
        Assume.that(!words.get(at).equals(words.get(at + 1)));
        Collections.swap(words, at, at + 1);
        assertMistyped(words);
    }

    @Property(tries = 100)
    void lostAndDoubledWordsAreTold(@ForAll @Size(32) byte[] seed, @ForAll @IntRange(max = 17) int at,
            @ForAll boolean isDoubled) {
        List<String> words = words(seed);
        if (isDoubled) {
            words.add(at, words.get(at));
        } else {
            words.remove(at);
        }
        assertMistyped(words);
    }

    /** RFC 8032, section 7.1, the first test: a phrase written down today is read by all later versions. */
    @Example
    void phraseStaysTheSame() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        String phrase = RecoveryPhrase.of(DeviceKey.create(new SeedBytes(seed)));
        assertThat(phrase).isEqualTo(PHRASE);
        assertThat(HexFormat.of().formatHex(RecoveryPhrase.read(phrase).publicBytes()))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Example
    void mistakesAreToldWithWhere() {
        assertThatThrownBy(() -> RecoveryPhrase.read("babab babab baxab")).hasMessageStartingWith(
                "The phrase is mistyped in word 3: allowed are 5 letters");
        assertThatThrownBy(() -> RecoveryPhrase.read("")).hasMessageStartingWith("The phrase has 0 words");
        assertThatThrownBy(() -> RecoveryPhrase.read("b".repeat(5000))).hasMessageStartingWith(
                "The phrase has more than 4096 letters");
    }

    @Example
    void phraseEndsWithTheLineOfItsLastWord() {
        String phrase = String.join(" ", words(new byte[32]));
        assertThat(RecoveryPhrase.mayGoOn("babab\n")).isTrue();
        assertThat(RecoveryPhrase.mayGoOn(phrase)).isTrue();
        assertThat(RecoveryPhrase.mayGoOn(phrase + "\n")).isFalse();
        assertThat(RecoveryPhrase.mayGoOn("b".repeat(5000))).isFalse();
    }
}
