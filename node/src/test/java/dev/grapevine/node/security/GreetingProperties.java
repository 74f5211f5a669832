package dev.grapevine.node.security;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a node says of itself to anybody. */
class GreetingProperties {

    private static final SmallRun RUN = new SmallRun(1);
    private static final DeviceKey DEVICE = SmallRun.key(2);
    private static final List<X509Certificate> CHAIN = RUN.member(DEVICE).certificates();

    @Property(tries = 300)
    void readsBackTheSame(@ForAll @IntRange(max = 255) int one, @ForAll @IntRange(max = 255) int other,
            @ForAll long features, @ForAll @LongRange(min = 0, max = FieldWriter.LAST_SECOND) long second,
            @ForAll Greeting.Standing standing, @ForAll boolean isInviter) {
        Greeting greeting = new Greeting(Math.min(one, other), Math.max(one, other), features,
                Instant.ofEpochSecond(second), standing,
                isInviter ? Optional.of(DEVICE.peer()) : Optional.empty(), isInviter, isInviter ? "ann" : "");
        assertThat(Greeting.read(greeting.encode())).isEqualTo(greeting);
        assertThat(greeting.encode().length).isLessThan(Greeting.MAX_BYTES);
    }

    @Property(tries = 2000)
    void damagedGreetingsAreReadOrMalformed(@ForAll long seed) {
        byte[] good = new Greeting(5, 6, 0, SmallRun.NOW, Greeting.Standing.ADMITTED, Optional.of(DEVICE.peer()), true,
                "ann").encode();
        byte[] damaged = Hostile.damage(good, new Random(seed));
        Hostile.assertReadOrMalformed(() -> Greeting.read(damaged));
    }

    @Property(tries = 500)
    void damagedQuestionsAreReadOrMalformed(@ForAll long seed) {
        byte[] damaged = Hostile.damage(Greeting.question(CHAIN), new Random(seed));
        Hostile.assertReadOrMalformed(() -> assertThat(Greeting.question(Greeting.readQuestion(damaged)))
                .isEqualTo(damaged));
    }

    @Example
    void questionShowsCertificatesOrNone() {
        assertThat(Greeting.readQuestion(Greeting.question(CHAIN))).isEqualTo(CHAIN);
        assertThat(Greeting.readQuestion(Greeting.question(List.of()))).isEmpty();
        assertThat(Greeting.isQuestion(new EnrolmentMessages.Renewal(DEVICE.publicBytes(), CHAIN).encode())).isFalse();
    }

    @Example
    void laterVersionsMaySayMore() {
        byte[] present = new Greeting(5, 6, 0, SmallRun.NOW, Greeting.Standing.STRANGER, Optional.empty(), false, "")
                .encode();
        byte[] later = Arrays.copyOf(present, present.length + 9);
        later[19] = (byte) 200;
        assertThat(Greeting.read(later).standing()).isEqualTo(Greeting.Standing.OTHER);
        assertThatThrownBy(() -> Greeting.read(new byte[Greeting.MAX_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
