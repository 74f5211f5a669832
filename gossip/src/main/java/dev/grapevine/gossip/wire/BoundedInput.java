package dev.grapevine.gossip.wire;

import java.nio.charset.StandardCharsets;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

/** Reads from a frame: every length is compared with the remaining bytes before anything is allocated. */
public final class BoundedInput {

    private BoundedInput() {}

    /** A length-prefixed byte array. */
    public static byte[] bytes(Input input) {
        int length = input.readVarInt(true);
        if (length < 0 || length > remaining(input)) {
            throw new KryoException("an array of " + length + " bytes where " + remaining(input) + " remain");
        }
        return input.readBytes(length);
    }

    /** A length-prefixed text in UTF-8. */
    public static String text(Input input) {
        return new String(bytes(input), StandardCharsets.UTF_8);
    }

    /** A number from 0 to a limit. */
    public static int upTo(Input input, int limit, String what) {
        int value = input.readVarInt(true);
        if (value < 0 || value > limit) {
            throw new KryoException(what + " " + value + " where at most " + limit + " is allowed");
        }
        return value;
    }

    /** A number that is not negative. */
    public static long count(Input input, String what) {
        long value = input.readVarLong(true);
        if (value < 0) {
            throw new KryoException(what + " " + value + " is negative");
        }
        return value;
    }

    /** A number from 0 to a limit, as a long. */
    public static long upTo(Input input, long limit, String what) {
        long value = count(input, what);
        if (value > limit) {
            throw new KryoException(what + " " + value + " where at most " + limit + " is allowed");
        }
        return value;
    }

    public static int remaining(Input input) {
        return input.limit() - input.position();
    }
}
