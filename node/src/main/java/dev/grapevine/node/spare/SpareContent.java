package dev.grapevine.node.spare;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.CertificateBytes;
import dev.grapevine.node.security.CertificateChain;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.FieldReader;
import dev.grapevine.node.security.FieldWriter;
import dev.grapevine.node.security.Revocations;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.words.Address;

/**
 * Everything that a device needs to be itself again, but for its key: its checkpoint, which has the charter of the run,
 * and its part in the run. Secret: only {@link SealedCopy} leaves the device.
 *
 * @param name         for people; may be empty
 * @param authority    the certificate of the run's authority
 * @param authorityKey on the node that founded the run
 * @param chain        the device's certificates
 * @param revocations  that it knows
 * @param peers        where others are, at most {@value #MAX_PEERS}
 * @param checkpoint   the newest file of it, as bytes
 */
public record SpareContent(String name, X509Certificate authority, Optional<DeviceKey> authorityKey,
        CertificateChain chain, Revocations revocations, List<Address> peers, byte[] checkpoint) {

    static final int MAX_PEERS = 64;

    private static final int FORMAT = 1;
    private static final int MAX_PEER_LENGTH = 255;
    private static final int MAX_KEY_BYTES = 4096;
    private static final int MAX_REVOCATIONS_BYTES = 8 << 20;

    public SpareContent {
        peers = peers.stream().filter(peer -> peer.toString().length() <= MAX_PEER_LENGTH).limit(MAX_PEERS).toList();
    }

    public byte[] encode() {
        FieldWriter out = new FieldWriter().number8(FORMAT).text8(name).bytes16(CertificateBytes.der(authority));
        out.bytes16(authorityKey.map(key -> key.encode().getBytes(StandardCharsets.US_ASCII)).orElse(new byte[0]));
        CertificateBytes.write(out, chain.certificates());
        out.bytes32(revocations.encode()).number8(peers.size());
        peers.forEach(peer -> out.text8(peer.toString()));
        return out.bytes32(checkpoint).bytes();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if a later version wrote it, or its parts are of different devices or runs
     */
    public static SpareContent decode(DeviceKey owner, byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        if (in.number8(255, "format") != FORMAT) {
            throw new IllegalArgumentException("A later version of Grapevine has made it");
        }
        String name = in.text8(SelfDescription.MAX_NAME_LENGTH, "name");
        X509Certificate authority = CertificateBytes.parse(in.bytes16(CertificateBytes.MAX_BYTES, "authority"));
        byte[] key = in.bytes16(MAX_KEY_BYTES, "authority's key");
        CertificateChain chain = CertificateChain.of(CertificateBytes.read(in, CertificateBytes.MAX_CERTIFICATES));
        Revocations revocations = Revocations.decode(in.bytes32(MAX_REVOCATIONS_BYTES, "revocations"), authority);
        List<Address> peers = new ArrayList<>();
        for (int left = in.number8(MAX_PEERS, "peers"); left > 0; left--) {
            peers.add(Address.parse(in.text8(MAX_PEER_LENGTH, "peer")));
        }
        byte[] checkpoint = in.bytes32(SealedCopy.MAX_BYTES, "checkpoint");
        in.end();
        if (!SelfDescription.isName(name) || !chain.peer().equals(owner.peer()) || !chain.leadsTo(authority)) {
            throw new IllegalArgumentException("Its certificates are not those of this device");
        }
        return new SpareContent(name, authority, key.length == 0
                ? Optional.empty()
                : Optional.of(DeviceKey.decode(new String(key, StandardCharsets.US_ASCII))), chain, revocations,
                peers, checkpoint);
    }

    /** Tells nothing of the content. */
    @Override
    public String toString() {
        return "SpareContent[" + chain.peer() + "]";
    }
}
