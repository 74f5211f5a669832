package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.node.words.Address;

class SelfDescriptionProperties {

    private static final DeviceKey ALICE = SmallRun.key(1);
    private static final DeviceKey BOB = SmallRun.key(2);
    private static final Address ADDRESS = new Address("192.0.2.7", 7117);

    @Provide
    Arbitrary<SelfDescription> descriptions() {
        Arbitrary<Address> addresses = Combinators.combine(
                Arbitraries.of("192.0.2.7", "2001:db8::1", "node.example", "a".repeat(60)),
                Arbitraries.integers().between(1, 65535)).as(Address::new);
        return Combinators.combine(
                Arbitraries.strings().withChars("abcXYZ019._-").ofMaxLength(SelfDescription.MAX_NAME_LENGTH),
                Arbitraries.longs().between(1, FieldBytes.INCARNATION_MAX),
                addresses.list().ofMaxSize(SelfDescription.MAX_ADDRESSES),
                Arbitraries.longs().between(0, FieldWriter.LAST_SECOND))
                .as((name, incarnation, list, second) -> new SelfDescription(ALICE.publicBytes(), name, incarnation,
                        list, Instant.ofEpochSecond(second)));
    }

    @Property(tries = 300)
    void descriptionReadsBackTheSame(@ForAll("descriptions") SelfDescription description) {
        byte[] signed = description.sign(ALICE);
        assertThat(signed).hasSizeLessThanOrEqualTo(SelfDescription.MAX_BYTES);
        assertThat(SelfDescription.read(signed)).contains(description);
        assertThat(description.peer()).isEqualTo(ALICE.peer());
    }

    @Property(tries = 300)
    void damagedDescriptionIsEmpty(@ForAll("descriptions") SelfDescription description, @ForAll long seed) {
        byte[] signed = description.sign(ALICE);
        byte[] damaged = Hostile.damage(signed, new Random(seed));
        if (!Arrays.equals(signed, damaged)) {
            assertThat(SelfDescription.read(damaged)).isEmpty();
        }
    }

    @Example
    void anotherKeyCannotSign() {
        SelfDescription description = new SelfDescription(ALICE.publicBytes(), "", 1, List.of(), SmallRun.NOW);
        assertThatThrownBy(() -> description.sign(BOB)).isInstanceOf(IllegalArgumentException.class);
        byte[] signed = description.sign(ALICE);
        byte[] forged = signed.clone();
        System.arraycopy(BOB.sign("grapevine self-description", Arrays.copyOf(signed, signed.length - 64)),
                0, forged, signed.length - 64, 64);
        assertThat(SelfDescription.read(forged)).isEmpty();
    }

    @Example
    void boundsAreKept() {
        assertOutOfBounds("x".repeat(65), 1, List.of());
        assertOutOfBounds("a b", 1, List.of());
        assertOutOfBounds("", 0, List.of());
        assertOutOfBounds("", 1, Collections.nCopies(9, ADDRESS));
        assertOutOfBounds("", 1, List.of(new Address("192.0.2.7", 0)));
        assertOutOfBounds("", 1, List.of(new Address("evil\nhost", 1)));
        assertOutOfBounds("", 1, Collections.nCopies(8, new Address("x".repeat(255), 1)));
    }

    private static void assertOutOfBounds(String name, long incarnation, List<Address> addresses) {
        assertThatThrownBy(() -> new SelfDescription(ALICE.publicBytes(), name, incarnation, addresses, SmallRun.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void descriptionEndsWhenItExpires() {
        SelfDescription description = new SelfDescription(ALICE.publicBytes(), "", 1, List.of(), SmallRun.NOW);
        assertThat(description.isCurrent(SmallRun.NOW.minusSeconds(1))).isTrue();
        assertThat(description.isCurrent(SmallRun.NOW)).isFalse();
    }

    @Example
    void bytesGivenAndTakenAreCopies() {
        byte[] key = ALICE.publicBytes();
        SelfDescription description = new SelfDescription(key, "", 1, List.of(), SmallRun.NOW);
        key[0]++;
        description.publicBytes()[0]++;
        assertThat(description.publicBytes()).isEqualTo(ALICE.publicBytes());
    }
}
