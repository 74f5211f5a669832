package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.gossip.peers.PeerId;

class DeviceKeyProperties {

    private static final DeviceKey ALICE = SmallRun.key(1);
    private static final DeviceKey BOB = SmallRun.key(2);
    /** The first key among the tests of RFC 8032. */
    private static final byte[] PUBLIC = HexFormat.of()
            .parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    @Property(tries = 50)
    void keyReadsBackTheSame(@ForAll long seed) {
        DeviceKey key = SmallRun.key(seed);
        DeviceKey read = DeviceKey.decode(key.encode());
        assertThat(read.publicBytes()).isEqualTo(key.publicBytes());
        assertThat(read.peer()).isEqualTo(key.peer());
        assertThat(DeviceKey.publicKey(key.publicBytes())).isEqualTo(key.publicKey());
        assertThat(DeviceKey.verify(key.publicBytes(), "test", PUBLIC, read.sign("test", PUBLIC))).isTrue();
    }

    @Property
    void damagedKeyIsMalformedOrTheSame(@ForAll long seed) {
        byte[] damaged = Hostile.damage(ALICE.encode().getBytes(StandardCharsets.US_ASCII), new Random(seed));
        Hostile.assertReadOrMalformed(() -> assertThat(
                DeviceKey.decode(new String(damaged, StandardCharsets.ISO_8859_1)).peer()).isEqualTo(ALICE.peer()));
    }

    @Property
    void damagedKeyInsideOfGoodTextIsMalformed(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] secret = ALICE.privateKey().getEncoded();
        byte[] open = ALICE.publicKey().getEncoded();
        boolean isSecret = random.nextBoolean();
        byte[] damaged = Hostile.damage(isSecret ? secret : open, random);
        if (!Arrays.equals(damaged, isSecret ? secret : open)) {
            String text = Pem.encode("PRIVATE KEY", isSecret ? damaged : secret)
                    + Pem.encode("PUBLIC KEY", isSecret ? open : damaged);
            assertThatThrownBy(() -> DeviceKey.decode(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 300)
    void signatureIsForOnePurposeTextAndKey(@ForAll @Size(max = 99) byte[] bytes,
            @ForAll @IntRange(max = 511) int bit) {
        byte[] signature = ALICE.sign("test", bytes);
        assertThat(signature).hasSize(DeviceKey.SIGNATURE_BYTES);
        assertThat(DeviceKey.verify(ALICE.publicBytes(), "test", bytes, signature)).isTrue();
        assertThat(DeviceKey.verify(ALICE.publicBytes(), "tes", bytes, signature)).isFalse();
        assertThat(DeviceKey.verify(BOB.publicBytes(), "test", bytes, signature)).isFalse();
        assertThat(DeviceKey.verify(ALICE.publicBytes(), "test", Arrays.copyOf(bytes, bytes.length + 1), signature))
                .isFalse();
        signature[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(DeviceKey.verify(ALICE.publicBytes(), "test", bytes, signature)).isFalse();
    }

    @Property
    void malformedKeysAndSignaturesVerifyNothing(@ForAll @Size(max = 40) byte[] key,
            @ForAll @Size(value = 32) byte[] point,
            @ForAll @Size(max = 70) byte[] signature) {
        assertThat(DeviceKey.verify(key, "test", PUBLIC, signature)).isFalse();
        assertThat(DeviceKey.verify(point, "test", PUBLIC, Arrays.copyOf(signature, 64))).isFalse();
    }

    @Example
    void purposeEndsAtAZeroByte() {
        assertThat(DeviceKey.verify(ALICE.publicBytes(), "te", "st".getBytes(StandardCharsets.US_ASCII),
                ALICE.sign("test", new byte[0]))).isFalse();
    }

    @Example
    void peerIsTheHashOfThePublicKey() {
        PeerId peer = DeviceKey.peerOf(PUBLIC);
        assertThat(peer).hasToString("47z33qx1ajh62rkbz1a08vyj4w");
        assertThat(DeviceKey.peerOf(DeviceKey.publicKey(PUBLIC))).isEqualTo(peer);
        assertThat(DeviceKey.fingerprint(peer)).hasValueSatisfying(
                bytes -> assertThat(bytes).asHexString().isEqualToIgnoringCase("21fe31dfa154a261626bf854"));
    }

    @Example
    void otherNamesHaveNoFingerprint() {
        for (String name : new String[]{"alice", "47Z33qx1ajh62rkbz1a08vyj4w", "47z33qx1ajh62rkbz1a08vyj4",
                "47z33qx1ajh62rkbz1a08vyj4ww", "47z33qx1ajh62rkbz1ao8vyj4w", "47z33qx1-jh62rkbz1a08vyj4w"}) {
            assertThat(DeviceKey.fingerprint(new PeerId(name))).as(name).isEmpty();
        }
    }

    @Example
    void keysThatDoNotBelongTogetherAreRefused() {
        String mixed = ALICE.encode().replaceAll("(?s)-----BEGIN PUBLIC.*", "")
                + BOB.encode().replaceAll("(?s).*(?=-----BEGIN PUBLIC)", "");
        assertThatThrownBy(() -> DeviceKey.decode(mixed)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Its two keys do not belong together");
    }

    @Example
    void otherKindsOfKeysAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed448");
        generator.initialize(448, new SeededRandom(1));
        assertThatThrownBy(() -> DeviceKey.peerOf(generator.generateKeyPair().getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void textForPeopleTellsNothingSecret() {
        assertThat(ALICE).hasToString("DeviceKey[" + ALICE.peer() + "]");
    }
}
