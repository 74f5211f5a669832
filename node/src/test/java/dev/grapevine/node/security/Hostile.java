package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.Random;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Bytes as a peer or a broken disk may send them. */
final class Hostile {

    private Hostile() {}

    /** Good bytes with up to four accidents: a changed byte, a cut, an insertion, a piece that stands twice, noise. */
    static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int accidents = 1 + random.nextInt(4);
        for (int i = 0; i < accidents; i++) {
            bytes = accident(bytes, random);
        }
        return bytes;
    }

    private static byte[] accident(byte[] bytes, Random random) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 :
                return Arrays.copyOf(bytes, at);
            case 1 :
                return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
            case 2 : {
                byte[] doubled = Arrays.copyOf(bytes, bytes.length + bytes.length - at);
                System.arraycopy(bytes, at, doubled, bytes.length, bytes.length - at);
                return doubled;
            }
            case 3 : {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                return noise;
            }
            default :
                if (bytes.length > 0) {
                    bytes[at] = random.nextBoolean()
                            ? (byte) random.nextInt()
                            : (byte) (bytes[at] ^ 1 << random.nextInt(8));
                }
                return bytes;
        }
    }

    /** Reading succeeds or says that the bytes are malformed, and nothing else. */
    static void assertReadOrMalformed(ThrowingCallable reading) {
        Throwable thrown = catchThrowable(reading);
        if (!(thrown instanceof IllegalArgumentException)) {
            assertThatCode(() -> {
                if (thrown != null) {
                    throw thrown;
                }
            }).doesNotThrowAnyException();
        }
    }
}
