package dev.grapevine.node.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The code that a person hands to a new device: the inviter's address, the fingerprint of its key, and a secret that lets
 * one device in. Anybody who reads it can use it. Thread-safe.
 *
 * <p>As letters of {@link Crockford32}: kind (4 bits), address, fingerprint (96), secret (64), zeros up to whole groups of
 * four letters, checksum (28 bits of SHA-256). An IPv4 address has 48 bits with its port and makes 48 letters, an IPv6
 * address makes 68; a host name has 6 bits a character and makes at most 120.
 *
 * @param address     an IPv4 or IPv6 address or a host name of up to {@value #MAX_NAME_LENGTH} characters, with a port above
 *                    0; kept in lower case and in one way of writing
 * @param fingerprint of the inviter's key, {@value DeviceKey#FINGERPRINT_BYTES} bytes; copied
 * @param secret      {@value #SECRET_BYTES} bytes; copied
 */
public record InvitationCode(Address address, byte[] fingerprint, byte[] secret) {

    public static final int SECRET_BYTES = 8;
    public static final int ID_BYTES = 8;
    public static final int PROOF_BYTES = Digests.SHA256_BYTES;
    /** Bytes of {@code exportKeyingMaterialData} that stand for a TLS channel (RFC 8446, section 7.5). */
    public static final int EXPORTER_BYTES = 32;
    /** The label to export them with; there is no context. */
    public static final String EXPORTER_LABEL = "EXPORTER-grapevine-enrolment";
    public static final int MAX_NAME_LENGTH = 64;

    private static final int IPV4 = 0;
    private static final int IPV6 = 1;
    private static final int NAME = 2;
    private static final String NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._";
    private static final Pattern NAMES = Pattern.compile("[a-z0-9._-]{1," + MAX_NAME_LENGTH + "}");
    private static final int NAME_LETTER_BITS = 6;
    private static final int KIND_BITS = 4;
    private static final int CHECKSUM_BITS = 28;
    private static final int GROUP = 4;
    private static final int GROUP_BITS = GROUP * Crockford32.BITS_PER_LETTER;
    private static final int SHORTEST = 48;
    private static final int IPV6_LETTERS = 68;
    private static final int LONGEST = 120;
    /** Longer texts are refused unread. */
    private static final int MOST_CHARACTERS = 1000;

    public InvitationCode {
        address = canonical(address);
        if (fingerprint.length != DeviceKey.FINGERPRINT_BYTES || secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("An invitation code has a fingerprint of "
                    + DeviceKey.FINGERPRINT_BYTES + " bytes and a secret of " + SECRET_BYTES);
        }
        fingerprint = fingerprint.clone();
        secret = secret.clone();
    }

    private static Address canonical(Address address) {
        String host = address.host();
        if (host.contains(":") || host.matches("[0-9.]+")) {
            // A literal, so that no network is asked.
            host = InetAddress.ofLiteral(host).getHostAddress();
        }
        host = host.toLowerCase(Locale.ROOT);
        if (address.port() == 0 || !host.contains(":") && !NAMES.matcher(host).matches() || host.contains("%")) {
            throw new IllegalArgumentException(address + " cannot stand in an invitation code");
        }
        return new Address(host, address.port());
    }

    @Override
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    /** Names the invitation to its inviter, {@value #ID_BYTES} bytes; they do not tell the secret. */
    public byte[] id() {
        return id(secret);
    }

    static byte[] id(byte[] secret) {
        return Arrays.copyOf(Digests.sha256("invitation".getBytes(StandardCharsets.US_ASCII), secret), ID_BYTES);
    }

    /**
     * The proof that a device knows the secret, for one TLS channel only.
     *
     * @param exporter     {@value #EXPORTER_BYTES} bytes of the channel
     * @param devicePublic the device's key, 32 bytes
     */
    public byte[] proof(byte[] exporter, byte[] devicePublic) {
        return proof(secret, exporter, devicePublic);
    }

    static byte[] proof(byte[] secret, byte[] exporter, byte[] devicePublic) {
        if (exporter.length != EXPORTER_BYTES || devicePublic.length != DeviceKey.PUBLIC_BYTES) {
            throw new IllegalArgumentException("A proof is over " + EXPORTER_BYTES + " bytes of the channel and "
                    + DeviceKey.PUBLIC_BYTES + " of the key");
        }
        return Digests.hmacSha256(secret, exporter, devicePublic);
    }

    /** Whether this is the inviter's key. A device sends its proof to nobody else. */
    public boolean isInviter(PublicKey key) {
        byte[] hash = Digests.sha256(DeviceKey.publicBytes(key));
        return MessageDigest.isEqual(Arrays.copyOf(hash, DeviceKey.FINGERPRINT_BYTES), fingerprint);
    }

    /** The code, in groups of four upper-case letters with dashes between them. Secret. */
    public String text() {
        Bits bits = payload();
        while (bits.length() < SHORTEST * Crockford32.BITS_PER_LETTER - CHECKSUM_BITS
                || (bits.length() + CHECKSUM_BITS) % GROUP_BITS != 0) {
            bits.put(0, 1);
        }
        bits.put(checksum(bits.toBytes(), bits.length()), CHECKSUM_BITS);
        String letters = Crockford32.encode(bits.toBytes(), bits.length());
        return String.join("-", letters.split("(?<=\\G.{" + GROUP + "})"));
    }

    private Bits payload() {
        Bits bits = new Bits();
        String host = address.host();
        if (host.contains(":") || host.matches("[0-9.]+")) {
            byte[] number = InetAddress.ofLiteral(host).getAddress();
            bits.put(number.length == 4 ? IPV4 : IPV6, KIND_BITS).put(number);
        } else {
            bits.put(NAME, KIND_BITS).put(host.length() - 1, NAME_LETTER_BITS);
            host.chars().forEach(c -> bits.put(NAME_LETTERS.indexOf(c), NAME_LETTER_BITS));
        }
        return bits.put(address.port(), Short.SIZE).put(fingerprint).put(secret);
    }

    /** The checksum of bits that are filled with zeros to whole bytes. */
    private static long checksum(byte[] bytes, int bits) {
        byte[] hash = Digests.sha256("invitation code".getBytes(StandardCharsets.US_ASCII),
                new FieldWriter().number16(bits).bytes(), bytes);
        return new Bits(hash, CHECKSUM_BITS).take(CHECKSUM_BITS);
    }

    /**
     * Reads a code as people type it. The sentences never cite the code, which is secret.
     *
     * @throws UserMistakeException if it is none, with what is wrong with it
     */
    public static InvitationCode parse(String text) {
        String letters = Crockford32.letters(text.substring(0, Math.min(text.length(), MOST_CHARACTERS)));
        for (int i = 0; i < letters.length(); i++) {
            if (Crockford32.value(letters.charAt(i)) < 0) {
                throw new UserMistakeException("The invitation code has " + Quotes.quote(letters.substring(i, i + 1))
                        + " as letter " + (i + 1)
                        + ", which no code has: allowed are digits and the letters A to Z without U");
            }
        }
        if (text.length() > MOST_CHARACTERS || letters.length() < SHORTEST || letters.length() > LONGEST
                || letters.length() % GROUP != 0) {
            throw new UserMistakeException("The invitation code has " + letters.length()
                    + " letters, so a letter is missing or one too many: allowed are whole groups of " + GROUP
                    + ", 12 for most codes");
        }
        int length = letters.length() * Crockford32.BITS_PER_LETTER;
        Bits bits = new Bits(Crockford32.decode(letters, length), length);
        Bits summed = new Bits();
        while (bits.remaining() > CHECKSUM_BITS) {
            summed.put(bits.take(1), 1);
        }
        if (bits.take(CHECKSUM_BITS) != checksum(summed.toBytes(), summed.length())) {
            throw new UserMistakeException("In the invitation code a letter is mistyped"
                    + (letters.length() == expectedLength(summed)
                            ? ""
                            : ", or a group of letters is missing or too many")
                    + ": compare it with the one that './grapevine invite' printed");
        }
        try {
            return read(new Bits(summed.toBytes(), summed.length()));
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new UserMistakeException("The invitation code is of a kind that this version does not know: "
                    + "allowed are codes of nodes of the same version", e);
        }
    }

    private static int expectedLength(Bits summed) {
        Bits head = new Bits(summed.toBytes(), summed.length());
        return switch ((int) head.take(KIND_BITS)) {
            case IPV4 -> SHORTEST;
            case IPV6 -> IPV6_LETTERS;
            case NAME -> {
                int name = (int) head.take(NAME_LETTER_BITS) + 1;
                int all = KIND_BITS + NAME_LETTER_BITS * (1 + name) + Short.SIZE
                        + Byte.SIZE * (DeviceKey.FINGERPRINT_BYTES + SECRET_BYTES) + CHECKSUM_BITS;
                yield Math.max(SHORTEST, (all + GROUP_BITS - 1) / GROUP_BITS * GROUP);
            }
            default -> -1;
        };
    }

    private static InvitationCode read(Bits bits) throws UnknownHostException {
        String host = switch ((int) bits.take(KIND_BITS)) {
            case IPV4 -> InetAddress.getByAddress(bits.takeBytes(4)).getHostAddress();
            case IPV6 -> InetAddress.getByAddress(bits.takeBytes(16)).getHostAddress();
            case NAME -> readName(bits);
            default -> throw new IllegalArgumentException("An unknown kind");
        };
        Address address = new Address(host, (int) bits.take(Short.SIZE));
        InvitationCode code = new InvitationCode(address, bits.takeBytes(DeviceKey.FINGERPRINT_BYTES),
                bits.takeBytes(SECRET_BYTES));
        while (bits.remaining() > 0) {
            if (bits.take(1) != 0) {
                throw new IllegalArgumentException("Something follows the secret");
            }
        }
        return code;
    }

    private static String readName(Bits bits) {
        StringBuilder name = new StringBuilder();
        int length = (int) bits.take(NAME_LETTER_BITS) + 1;
        for (int i = 0; i < length; i++) {
            int letter = (int) bits.take(NAME_LETTER_BITS);
            if (letter >= NAME_LETTERS.length()) {
                throw new IllegalArgumentException("An unknown letter of a name");
            }
            name.append(NAME_LETTERS.charAt(letter));
        }
        return name.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InvitationCode that && address.equals(that.address)
                && Arrays.equals(fingerprint, that.fingerprint) && MessageDigest.isEqual(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, Arrays.hashCode(fingerprint));
    }

    /** Tells nothing: a code is secret. */
    @Override
    public String toString() {
        return "InvitationCode[…]";
    }
}
