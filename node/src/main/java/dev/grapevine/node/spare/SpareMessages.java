package dev.grapevine.node.spare;

import java.util.Arrays;

import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.node.security.FieldReader;
import dev.grapevine.node.security.FieldWriter;

/**
 * The messages between an owner and a keeper of a spare copy, sent as news: a kind (8 bits), then the fields. Nodes
 * that do not know the kinds answer nothing. Malformed bytes are {@link IllegalArgumentException}s. Thread-safe.
 */
public final class SpareMessages {

    /** Most bytes of a copy in one message: gossip between two of them waits for little. */
    public static final int PART_BYTES = 64 * 1024;
    static final int DIGEST_BYTES = 32;

    /** News of membership have the kinds below. */
    private static final int OFFER = 64;
    private static final int PART = 65;
    private static final int RELEASE = 66;
    private static final int VERDICT = 67;
    private static final int KINDS = 255;

    /** Something that is told. */
    public sealed interface Message {
        byte[] encode();

        /** Whether an owner tells it to a keeper; else a keeper to an owner. */
        default boolean isForKeeper() {
            return true;
        }
    }

    /**
     * An owner asks whether the receiver keeps a copy.
     *
     * @param bytes  of the sealed copy
     * @param digest SHA-256 of them
     */
    public record Offer(CopyLabel label, int bytes, byte[] digest) implements Message {

        public Offer {
            if (bytes < SealedCopy.OVERHEAD_BYTES || bytes > SealedCopy.MAX_BYTES || digest.length != DIGEST_BYTES) {
                throw new IllegalArgumentException("An offer is out of bounds");
            }
        }

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(OFFER).bytes(label.encode()).number32(bytes).bytes(digest).bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Offer that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return label.hashCode();
        }
    }

    /**
     * The next bytes of the copy that was offered.
     *
     * @param offset of the first one
     */
    public record Part(long generation, int offset, byte[] bytes) implements Message {

        public Part {
            if (generation < 1 || offset < 0 || bytes.length < 1 || bytes.length > PART_BYTES) {
                throw new IllegalArgumentException("A part is out of bounds");
            }
        }

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(PART).number64(generation).number32(offset).bytes32(bytes).bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Part that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return offset;
        }
    }

    /** Others keep the owner's copy now: the receiver need not any more. */
    public record Release() implements Message {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(RELEASE).bytes();
        }
    }

    /** The relation of a keeper to a copy. */
    public enum Stand {
        /** It waits for the bytes from {@link Verdict#next} on. */
        TAKES,
        /** The copy is on its disk. */
        KEEPS,
        /** It has no room or no disk, or something newer. */
        DECLINES
    }

    /**
     * A keeper's answer to an offer or a part.
     *
     * @param incarnation of the label that was offered
     * @param next        the first byte that it has not
     */
    public record Verdict(Stand stand, long incarnation, long generation, int next) implements Message {

        public Verdict {
            if (!FieldBytes.isIncarnation(incarnation) || generation < 1 || next < 0) {
                throw new IllegalArgumentException("A verdict is out of bounds");
            }
        }

        static Verdict on(CopyLabel label, Stand stand, int next) {
            return new Verdict(stand, label.incarnation(), label.generation(), next);
        }

        @Override
        public boolean isForKeeper() {
            return false;
        }

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(VERDICT).number8(stand.ordinal()).number64(incarnation)
                    .number64(generation).number32(next).bytes();
        }
    }

    private SpareMessages() {}

    /** Whether news are of this kind, whole or damaged. */
    public static boolean isOne(byte[] news) {
        return news.length > 0 && news[0] >= OFFER && news[0] <= VERDICT;
    }

    /** @throws IllegalArgumentException if the bytes are none */
    public static Message read(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Message read = switch (in.number8(KINDS, "kind")) {
            case OFFER -> new Offer(CopyLabel.read(in), in.number32(), in.bytes(DIGEST_BYTES));
            case PART -> new Part(in.number64(), in.number32(), in.bytes32(PART_BYTES, "a part"));
            case RELEASE -> new Release();
            case VERDICT -> new Verdict(Stand.values()[in.number8(Stand.values().length - 1, "stand")], in.number64(),
                    in.number64(), in.number32());
            default -> throw new IllegalArgumentException("An unknown kind of message");
        };
        in.end();
        return read;
    }
}
