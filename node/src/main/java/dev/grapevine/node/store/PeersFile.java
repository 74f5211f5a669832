package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.grapevine.node.words.Address;

/** The file of addresses at which this node has met peers, one a line, the latest first; the oldest ones are dropped. */
final class PeersFile {

    private static final String NAME = "peers.txt";
    private static final int PEERS_MAX = 64;

    private final Path file;
    private final Consumer<String> tell;

    /** @param tell receives sentences for users */
    PeersFile(Path folder, Consumer<String> tell) {
        this.file = folder.resolve(NAME);
        this.tell = tell;
    }

    /** Puts an address first. */
    void remember(Address address) throws IOException {
        LinkedHashSet<String> known = new LinkedHashSet<>();
        known.add(address.toString());
        addresses(lines()).forEach(peer -> known.add(peer.toString()));
        String text = known.stream().limit(PEERS_MAX).collect(Collectors.joining("\n", "", "\n"));
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** All addresses. Lines that are no addresses are left out, and the user is told. */
    List<Address> addresses() {
        try {
            List<String> lines = lines();
            List<Address> peers = addresses(lines);
            if (peers.size() < lines.size()) {
                tell.accept("The file " + file + " is damaged: " + (lines.size() - peers.size())
                        + " of its lines are no addresses and are left out");
            }
            return peers;
        } catch (IOException e) {
            tell.accept("The file " + file + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private List<String> lines() throws IOException {
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
                : List.of();
    }

    private static List<Address> addresses(List<String> lines) {
        List<Address> addresses = new ArrayList<>();
        for (String line : lines) {
            try {
                addresses.add(Address.parse(line));
            } catch (IllegalArgumentException e) {
                // A flipped bit: the other lines are still good.
            }
        }
        return addresses;
    }
}
