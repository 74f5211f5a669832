package dev.grapevine.node.spare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.FieldReader;
import dev.grapevine.node.security.FieldWriter;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.words.Address;

/**
 * The questions of a device that has lost its folder to members of its run, where devices enrol, and the answers: a
 * kind (8 bits), then the fields. The TLS channel proves the device's key, so no question names it. Malformed bytes are
 * {@link IllegalArgumentException}s. Thread-safe.
 */
public final class RestoreMessages {

    /** Most bytes of a copy in one answer. */
    public static final int PIECE_BYTES = 256 * 1024;
    static final int MAX_QUESTION_BYTES = 1 + CopyLabel.BYTES + Integer.BYTES;
    static final int MAX_ANSWER_BYTES = PIECE_BYTES + 64;
    static final int MAX_OTHERS = 64;

    private static final int FIND = 128;
    private static final int FETCH = 129;
    private static final int FOUND = 130;
    private static final int PIECE = 131;
    private static final int REVOKED = 132;
    private static final int KINDS = 255;
    private static final int MAX_ADDRESS_LENGTH = 255;

    /** A question of a device. */
    public sealed interface Question {
        byte[] encode();
    }

    /** An answer of a member. */
    public sealed interface Answer {
        byte[] encode();
    }

    /** Asks what the member has of the device, and who else may have something. */
    public record Find() implements Question {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(FIND).bytes();
        }
    }

    /**
     * Bytes of the device's copy.
     *
     * @param offset of the first one
     */
    public record Fetch(CopyLabel label, int offset) implements Question {

        public Fetch {
            if (offset < 0) {
                throw new IllegalArgumentException("A question is out of bounds");
            }
        }

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(FETCH).bytes(label.encode()).number32(offset).bytes();
        }
    }

    /**
     * A copy that the member says it has.
     *
     * @param bytes how many there are of it
     */
    public record Offered(CopyLabel label, int bytes) {

        public Offered {
            if (bytes < SealedCopy.OVERHEAD_BYTES || bytes > SealedCopy.MAX_BYTES) {
                throw new IllegalArgumentException("A copy is out of bounds");
            }
        }
    }

    /**
     * The knowledge of the member. Nothing of it counts before the device has seen that its own key has made it.
     *
     * @param copy   if it has one
     * @param own    the device's last words about itself, as it signed them; empty if they are not known
     * @param others where other members are, at most {@value #MAX_OTHERS}; none for a device that the member has never met
     */
    public record Found(Optional<Offered> copy, byte[] own, List<Address> others) implements Answer {

        public Found {
            others = others.stream().filter(other -> other.toString().length() <= MAX_ADDRESS_LENGTH).limit(MAX_OTHERS)
                    .toList();
            if (own.length > SelfDescription.MAX_BYTES) {
                throw new IllegalArgumentException("An answer is out of bounds");
            }
        }

        @Override
        public byte[] encode() {
            FieldWriter out = new FieldWriter().number8(FOUND).number8(copy.isPresent() ? 1 : 0);
            copy.ifPresent(offered -> out.bytes(offered.label().encode()).number32(offered.bytes()));
            out.bytes16(own).number8(others.size());
            others.forEach(other -> out.text8(other.toString()));
            return out.bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Found that && Arrays.equals(encode(), that.encode());
        }

        @Override
        public int hashCode() {
            return copy.hashCode();
        }
    }

    /**
     * Bytes of a copy.
     *
     * @param bytes none if the member has it no more
     */
    public record Piece(byte[] bytes) implements Answer {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(PIECE).bytes32(bytes).bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Piece that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** The device's key was revoked: it gets nothing. */
    public record Revoked() implements Answer {

        @Override
        public byte[] encode() {
            return new FieldWriter().number8(REVOKED).bytes();
        }
    }

    private RestoreMessages() {}

    /** Whether bytes are such a question, whole or damaged. */
    static boolean isQuestion(byte[] bytes) {
        return bytes.length > 0 && ((bytes[0] & 0xff) == FIND || (bytes[0] & 0xff) == FETCH);
    }

    /** @throws IllegalArgumentException if the bytes are no question */
    public static Question readQuestion(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Question read = switch (in.number8(KINDS, "kind")) {
            case FIND -> new Find();
            case FETCH -> new Fetch(CopyLabel.read(in), in.number32());
            default -> throw new IllegalArgumentException("An unknown kind of question");
        };
        in.end();
        return read;
    }

    /** @throws IllegalArgumentException if the bytes are no answer */
    public static Answer readAnswer(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        Answer read = switch (in.number8(KINDS, "kind")) {
            case FOUND -> readFound(in);
            case PIECE -> new Piece(in.bytes32(PIECE_BYTES, "a piece"));
            case REVOKED -> new Revoked();
            default -> throw new IllegalArgumentException("An unknown kind of answer");
        };
        in.end();
        return read;
    }

    private static Found readFound(FieldReader in) {
        Optional<Offered> copy = in.number8(1, "copy") == 1
                ? Optional.of(new Offered(CopyLabel.read(in), in.number32()))
                : Optional.empty();
        byte[] own = in.bytes16(SelfDescription.MAX_BYTES, "a description");
        List<Address> others = new ArrayList<>();
        for (int left = in.number8(MAX_OTHERS, "addresses"); left > 0; left--) {
            others.add(Address.parse(in.text8(MAX_ADDRESS_LENGTH, "an address")));
        }
        return new Found(copy, own, others);
    }
}
