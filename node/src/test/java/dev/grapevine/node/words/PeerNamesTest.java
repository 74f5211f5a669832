package dev.grapevine.node.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.security.DeviceKey;

class PeerNamesTest {

    private final String anna = DeviceKey.create(new SecureRandom()).peer().text();
    private final String other = DeviceKey.create(new SecureRandom()).peer().text();
    private final PeerNames names = new PeerNames();

    @Test
    void namedPeerIsCalledByItsName() {
        names.named(anna, "anna");
        assertThat(names.of(anna)).isEqualTo("anna");
        assertThat(names.in("What " + anna + " tells is left out; " + anna + ": gone"))
                .isEqualTo("What anna tells is left out; anna: gone");
    }

    @Test
    void peerWithoutNameIsCalledByTheBeginningOfItsIdentity() {
        assertThat(names.of(anna)).isEqualTo(anna.substring(0, 8));
        assertThat(names.in(anna + " is there")).isEqualTo(anna.substring(0, 8) + " is there");
        names.named(anna, "anna");
        names.named(anna, "");
        assertThat(names.of(anna)).hasSize(8);
    }

    /** Anybody can call itself anything. */
    @Test
    void peersOfOneNameAreToldApart() {
        names.named(anna, "anna");
        names.named(other, "anna");
        assertThat(names.of(anna)).isEqualTo("anna-" + anna.substring(0, 6));
        assertThat(names.of(other)).isEqualTo("anna-" + other.substring(0, 6));
    }

    @Test
    void otherWordsStay() {
        names.named(anna, "anna");
        String text = "x" + anna + " and " + anna.substring(1) + " and " + anna.toUpperCase(Locale.ROOT);
        assertThat(names.in(text)).isEqualTo(text);
        assertThat(names.of("bob")).isEqualTo("bob");
    }

    @Test
    void namesHaveABound() {
        for (int i = 0; i < 5000; i++) {
            names.named("p" + i, "name" + i);
        }
        names.named(anna, "anna");
        assertThat(names.of(anna)).hasSize(8);
        names.named("p1", "another");
        assertThat(names.of("p1")).isEqualTo("another");
    }
}
