package dev.grapevine.node.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.node.words.Address;

/**
 * A node's statement about itself, signed with its key, so that others can pass it on unchanged. Thread-safe.
 *
 * @param publicBytes its key, 32 bytes; copied
 * @param name        for people only: up to {@value #MAX_NAME_LENGTH} letters, digits, dots, dashes and underscores
 * @param incarnation which life of the node this describes
 * @param addresses   where it can be reached, at most {@value #MAX_ADDRESSES}
 * @param expires     from when on the statement is void; whole seconds, the rest is cut off
 */
public record SelfDescription(byte[] publicBytes, String name, long incarnation, List<Address> addresses,
        Instant expires) {

    /** Signature included. */
    public static final int MAX_BYTES = 1024;
    public static final int MAX_ADDRESSES = 8;
    public static final int MAX_NAME_LENGTH = 64;

    private static final String PURPOSE = "grapevine self-description";
    private static final int FORMAT = 1;
    private static final int MAX_HOST_LENGTH = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{0," + MAX_NAME_LENGTH + "}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1," + MAX_HOST_LENGTH + "}");

    public SelfDescription {
        if (publicBytes.length != DeviceKey.PUBLIC_BYTES || !isName(name) || !FieldBytes.isIncarnation(incarnation)
                || addresses.size() > MAX_ADDRESSES || !addresses.stream().allMatch(SelfDescription::isReachable)) {
            throw new IllegalArgumentException("A self-description is out of bounds");
        }
        publicBytes = publicBytes.clone();
        addresses = List.copyOf(addresses);
        expires = FieldWriter.second(expires);
        if (body(publicBytes, name, incarnation, addresses, expires).length + DeviceKey.SIGNATURE_BYTES > MAX_BYTES) {
            throw new IllegalArgumentException("A self-description has more than " + MAX_BYTES + " bytes");
        }
    }

    /** Whether a text may be a node's name; the empty one may. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static boolean isReachable(Address address) {
        return address.port() > 0 && HOST.matcher(address.host()).matches();
    }

    @Override
    public byte[] publicBytes() {
        return publicBytes.clone();
    }

    public PeerId peer() {
        return DeviceKey.peerOf(publicBytes);
    }

    public boolean isCurrent(Instant now) {
        return now.isBefore(expires);
    }

    /**
     * The statement as bytes, at most {@value #MAX_BYTES}, the last 64 of them a signature.
     *
     * @throws IllegalArgumentException if the key is not the one that is described
     */
    public byte[] sign(DeviceKey key) {
        if (!Arrays.equals(key.publicBytes(), publicBytes)) {
            throw new IllegalArgumentException("The key of " + key.peer() + " cannot sign for " + peer());
        }
        byte[] body = body(publicBytes, name, incarnation, addresses, expires);
        return new FieldWriter().bytes(body).bytes(key.sign(PURPOSE, body)).bytes();
    }

    /** Reads what {@link #sign} wrote; empty if it is malformed, out of bounds or not signed by the key that it describes. */
    public static Optional<SelfDescription> read(byte[] signed) {
        if (signed.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            FieldReader in = new FieldReader(signed);
            if (in.number8(255, "format") != FORMAT) {
                return Optional.empty();
            }
            byte[] publicBytes = in.bytes(DeviceKey.PUBLIC_BYTES);
            String name = in.text8(MAX_NAME_LENGTH, "name");
            long incarnation = in.number64();
            List<Address> addresses = new ArrayList<>();
            int count = in.number8(MAX_ADDRESSES, "addresses");
            for (int i = 0; i < count; i++) {
                addresses.add(new Address(in.text8(MAX_HOST_LENGTH, "host"), in.number16(0xffff, "port")));
            }
            SelfDescription read = new SelfDescription(publicBytes, name, incarnation, addresses, in.instant());
            byte[] body = Arrays.copyOf(signed, in.position());
            byte[] signature = in.bytes(DeviceKey.SIGNATURE_BYTES);
            in.end();
            return DeviceKey.verify(publicBytes, PURPOSE, body, signature) ? Optional.of(read) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] body(byte[] publicBytes, String name, long incarnation, List<Address> addresses,
            Instant expires) {
        FieldWriter out = new FieldWriter().number8(FORMAT).bytes(publicBytes).text8(name).number64(incarnation)
                .number8(addresses.size());
        addresses.forEach(address -> out.text8(address.host()).number16(address.port()));
        return out.instant(expires).bytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SelfDescription that && Arrays.equals(publicBytes, that.publicBytes)
                && name.equals(that.name) && incarnation == that.incarnation && addresses.equals(that.addresses)
                && expires.equals(that.expires);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(publicBytes), name, incarnation, addresses, expires);
    }

    @Override
    public String toString() {
        return "SelfDescription[" + peer() + ", " + name + ", " + incarnation + ", " + addresses + ", " + expires + "]";
    }
}
