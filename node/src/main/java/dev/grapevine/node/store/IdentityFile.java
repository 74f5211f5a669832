package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The contents of the identity file.
 *
 * @param name empty in a folder of Grapevine 0.1, where the identity was a name: it gets a key and a new identity, and
 *             its replica stays
 */
public record IdentityFile(PeerId peer, Optional<String> name, long incarnation) {

    static final String FILE = "identity.properties";

    private static final String PEER = "peer";
    private static final String NAME = "name";
    private static final String INCARNATION = "incarnation";
    private static final Set<String> KEYS = Set.of(PEER, NAME, INCARNATION);

    byte[] encode() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(PEER, peer.toString());
        values.put(NAME, name.orElse(""));
        values.put(INCARNATION, String.valueOf(incarnation));
        return CheckedLines.encode(values);
    }

    /** @throws DamagedFileException if it is damaged: it would name another peer or an old life */
    static IdentityFile decode(byte[] bytes) {
        Map<String, String> values = CheckedLines.decode(bytes, KEYS);
        for (String key : List.of(PEER, INCARNATION)) {
            if (values.getOrDefault(key, "").isEmpty()) {
                throw new DamagedFileException("it has no " + key);
            }
        }
        try {
            long incarnation = Long.parseLong(values.get(INCARNATION));
            if (incarnation < 1 || !FieldBytes.isIncarnation(Incarnations.above(incarnation, -1))) {
                throw new DamagedFileException("incarnation is " + incarnation);
            }
            return new IdentityFile(new PeerId(values.get(PEER)), Optional.ofNullable(values.get(NAME)), incarnation);
        } catch (DamagedFileException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(e.getMessage(), e);
        }
    }

    /**
     * Reads the identity in a node's folder, also while its node runs; empty before its first life.
     *
     * @throws UserMistakeException if it is damaged
     */
    public static Optional<IdentityFile> readIn(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(decode(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException | DamagedFileException e) {
            throw new UserMistakeException("The file " + file + " is not a node's identity: " + e.getMessage(), e);
        }
    }
}
