package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.node.Sentences;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

class InvitationCodeProperties {

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final byte[] PUBLIC = HexFormat.of()
            .parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static final InvitationCode CODE = new InvitationCode(new Address("192.0.2.7", 7117), counted(0, 12),
            counted(16, 8));
    private static final String TEXT = "1G00-083H-QK80-0410-6105-0R3G-G28A-1C81-24GK-2GAH-C5R4-FP0C";
    private static final String MISTYPED = "In the invitation code a letter is mistyped";

    private static byte[] counted(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    @Provide
    Arbitrary<InvitationCode> codes() {
        Arbitrary<Byte> octets = Arbitraries.bytes();
        Arbitrary<String> ipv4 = octets.list().ofSize(4)
                .map(b -> (b.get(0) & 255) + "." + (b.get(1) & 255) + "." + (b.get(2) & 255) + "." + (b.get(3) & 255));
        Arbitrary<String> ipv6 = Arbitraries.integers().between(0, 0xffff).list().ofSize(7)
                .map(g -> "2001:" + String.join(":", g.stream().map(Integer::toHexString).toList()));
        Arbitrary<String> names = Arbitraries.strings().withChars("abcdefgxyzABC019-._").ofMinLength(1)
                .ofMaxLength(InvitationCode.MAX_NAME_LENGTH).filter(name -> !name.matches("[0-9.]+"));
        return Combinators.combine(Arbitraries.oneOf(ipv4, ipv6, names), Arbitraries.integers().between(1, 65535),
                octets.array(byte[].class).ofSize(12), octets.array(byte[].class).ofSize(8))
                .as((host, port, fingerprint, secret) -> new InvitationCode(new Address(host, port), fingerprint,
                        secret));
    }

    @Property
    void codeReadsBackTheSame(@ForAll("codes") InvitationCode code) {
        String text = code.text();
        assertThat(text).matches("([0-9A-HJKMNP-TV-Z]{4}-){11,29}[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(InvitationCode.parse(text)).isEqualTo(code);
        assertThat(InvitationCode.parse(" " + text.toLowerCase(Locale.ROOT).replace("-", "  ").replace('1', 'l')))
                .isEqualTo(code);
    }

    @Property
    void substitutedLetterIsTold(@ForAll("codes") InvitationCode code, @ForAll @IntRange(max = 119) int at,
            @ForAll @IntRange(max = 31) int letter) {
        String letters = code.text().replace("-", "");
        int place = at % letters.length();
        Assume.that(letters.charAt(place) != LETTERS.charAt(letter));
        assertMistyped(letters.substring(0, place) + LETTERS.charAt(letter) + letters.substring(place + 1));
    }

    @Property
    void swappedNeighboursAreTold(@ForAll("codes") InvitationCode code, @ForAll @IntRange(max = 119) int at) {
        String letters = code.text().replace("-", "");
        int place = at % (letters.length() - 1);
        Assume.that(letters.charAt(place) != letters.charAt(place + 1));
        assertMistyped(letters.substring(0, place) + letters.charAt(place + 1) + letters.charAt(place)
                + letters.substring(place + 2));
    }

    private static void assertMistyped(String letters) {
        assertThatThrownBy(() -> InvitationCode.parse(letters)).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith(MISTYPED);
    }

    @Example
    void everySubstitutionAndSwapInOneCodeIsTold() {
        String letters = TEXT.replace("-", "");
        for (int i = 0; i < letters.length(); i++) {
            for (char other : LETTERS.toCharArray()) {
                if (other != letters.charAt(i)) {
                    assertMistyped(letters.substring(0, i) + other + letters.substring(i + 1));
                }
            }
            if (i > 0 && letters.charAt(i) != letters.charAt(i - 1)) {
                assertMistyped(letters.substring(0, i - 1) + letters.charAt(i) + letters.charAt(i - 1)
                        + letters.substring(i + 1));
            }
        }
    }

    @Property
    void missingOrAddedLettersAreTold(@ForAll("codes") InvitationCode code, @ForAll @IntRange(max = 119) int at,
            @ForAll @IntRange(max = 31) int letter) {
        String letters = code.text().replace("-", "");
        int place = at % letters.length();
        for (String typed : List.of(letters.substring(0, place) + letters.substring(place + 1),
                letters.substring(0, place) + LETTERS.charAt(letter) + letters.substring(place))) {
            assertThatThrownBy(() -> InvitationCode.parse(typed)).isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("so a letter is missing or one too many");
        }
    }

    @Property
    void textIsReadOrAMistake(@ForAll String text) {
        assertThatThrownBy(() -> InvitationCode.parse(text)).isInstanceOf(UserMistakeException.class)
                .hasMessageNotContaining("\n");
    }

    @Property
    void codesOfOtherKindsAreAMistake(@ForAll @Size(value = 27) byte[] payload) {
        // A right checksum over anything.
        Bits bits = new Bits(payload, 212);
        Bits all = new Bits();
        while (bits.remaining() > 0) {
            all.put(bits.take(1), 1);
        }
        byte[] hash = Digests.sha256("invitation code".getBytes(StandardCharsets.US_ASCII),
                new byte[]{0, (byte) 212}, all.toBytes());
        all.put(new Bits(hash, 28).take(28), 28);
        String text = Crockford32.encode(all.toBytes(), 240);
        try {
            assertThat(InvitationCode.parse(text).text().replace("-", "")).isEqualTo(text);
        } catch (UserMistakeException e) {
            assertThat(e).hasMessageStartingWith("The invitation code is of a kind that this version does not know");
        }
    }

    @Example
    void codeIsWrittenAsItsSpecificationSays() {
        assertThat(CODE.text()).isEqualTo(TEXT);
        assertThat(CODE.id()).asHexString().isEqualToIgnoringCase("158468570e6ae184");
        assertThat(CODE.proof(counted(0, 32), PUBLIC)).asHexString().isEqualToIgnoringCase(
                "b82d45c84a86bb6ddc94a2723acbde695d7d86001d7f363c3f03276376480a4c");
    }

    @Example
    void lengthDependsOnTheAddress() {
        assertThat(length("192.0.2.7")).isEqualTo(48);
        assertThat(length("2001:db8::1")).isEqualTo(68);
        assertThat(length("a")).isEqualTo(48);
        assertThat(length("x".repeat(64))).isEqualTo(120);
    }

    private static int length(String host) {
        return new InvitationCode(new Address(host, 1), counted(0, 12), counted(0, 8)).text().replace("-", "").length();
    }

    @Example
    void mistakesAreToldWithoutTheCode() {
        Sentences.assertMistake(() -> InvitationCode.parse(TEXT.replace('3', 'U')),
                "The invitation code has 'U' as letter 7, which no code has: allowed are digits and the letters A to Z "
                        + "without U");
        Sentences.assertMistake(() -> InvitationCode.parse(TEXT.substring(1)),
                "The invitation code has 47 letters, so a letter is missing or one too many: allowed are whole groups of "
                        + "4, 12 for most codes");
        Sentences.assertMistake(() -> InvitationCode.parse(TEXT.replace('3', '4')),
                MISTYPED + ": compare it with the one that './grapevine invite' printed");
        Sentences.assertMistake(() -> InvitationCode.parse(TEXT + "-0000"),
                MISTYPED + ", or a group of letters is missing or too many: compare it with the one that "
                        + "'./grapevine invite' printed");
    }

    @Example
    void addressesThatNobodyElseCanUseAreRefused() {
        for (Address address : List.of(new Address("192.0.2.7", 0), new Address("fe80::1%eth0", 1),
                new Address("x".repeat(65), 1), new Address("a b", 1), new Address("1.2.3.4.5", 1))) {
            assertThatThrownBy(() -> new InvitationCode(address, new byte[12], new byte[8]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Example
    void codeNamesItsInviter() {
        DeviceKey inviter = SmallRun.key(1);
        InvitationCode code = new Invitations().issue(new Address("192.0.2.7", 1), inviter, SmallRun.NOW,
                new SeededRandom(1));
        assertThat(code.isInviter(inviter.publicKey())).isTrue();
        assertThat(code.isInviter(SmallRun.key(2).publicKey())).isFalse();
    }

    @Example
    void textForPeopleTellsNothing() {
        assertThat(CODE).hasToString("InvitationCode[…]");
    }
}
