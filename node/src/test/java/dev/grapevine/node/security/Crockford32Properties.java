package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class Crockford32Properties {

    @Property
    void lettersReadBackAsTheSameBits(@ForAll @Size(max = 40) byte[] bytes) {
        int bits = bytes.length * Byte.SIZE;
        String text = Crockford32.encode(bytes, bits);
        assertThat(text).matches("[0-9A-HJKMNP-TV-Z]*").hasSize((bits + 4) / 5);
        assertThat(Crockford32.decode(text, bits)).isEqualTo(bytes);
        String typed = " " + text.toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l') + "-";
        assertThat(Crockford32.decode(typed, bits)).isEqualTo(bytes);
    }

    @Property
    void textIsReadOrMalformed(@ForAll String text) {
        Hostile.assertReadOrMalformed(() -> Crockford32.decode(text, 40));
    }

    @Example
    void alphabetIsCrockfords() {
        assertThat(Crockford32.encode(new byte[]{0x00, 0x44, 0x32, 0x14, (byte) 0xc7, 0x42, 0x54, (byte) 0xb6, 0x35,
                (byte) 0xcf, (byte) 0x84, 0x65, 0x3a, 0x56, (byte) 0xd7, (byte) 0xc6, 0x75, (byte) 0xbe, 0x77,
                (byte) 0xdf}, 160)).isEqualTo("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
        assertThat(Crockford32.decode("iIlLoO1010", 50)).isEqualTo(Crockford32.decode("1111001010", 50));
    }

    @Example
    void otherLettersLengthsAndFillingsAreMalformed() {
        for (String text : new String[]{"000000000U", "00000000é0", "000000000", "00000000000", "00000000ſ0"}) {
            assertThatThrownBy(() -> Crockford32.decode(text, 50)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Crockford32.decode("ZW", 8)).containsExactly(0xff);
        assertThatThrownBy(() -> Crockford32.decode("ZX", 8)).isInstanceOf(IllegalArgumentException.class);
    }
}
