package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.Address;

/** Finds out what is at an address. Blocks, for some seconds if nothing answers. For one thread. */
final class Visitor {

    /**
     * The times to wait.
     *
     * @param connect for a connection to open
     * @param answer  for each answer on one
     */
    record Patience(Duration connect, Duration answer) {

        static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(3));
    }

    private final OwnSide own;
    private final Patience patience;
    private final InstantSource clock;

    Visitor(OwnSide own, Patience patience, InstantSource clock) {
        this.own = own;
        this.patience = patience;
        this.clock = clock;
    }

    /** Tries the addresses of a name in turn. */
    Neighbour visit(Address address) {
        Reach reach = Reach.UNKNOWN_NAME;
        for (InetAddress resolved : Names.ofSystem(address.host())) {
            Opening opening = () -> open(new InetSocketAddress(resolved, address.port()));
            try (Socket socket = opening.open()) {
                return answering(address, socket.getLocalAddress().getHostAddress(), opening);
            } catch (IOException e) {
                reach = Reach.of(e);
            }
        }
        return Neighbour.absent(address, reach);
    }

    private Socket open(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) patience.connect().toMillis());
            socket.setSoTimeout((int) patience.answer().toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Neighbour answering(Address address, String from, Opening opening) {
        TlsProbe.Answer tls = new TlsProbe(own, clock).ask(opening);
        if (tls.kind().isPresent()) {
            return new Neighbour(address, Reach.OPEN, Optional.of(from), tls.kind().get(), tls.peer(), tls.key(),
                    tls.versions(), tls.chain(), tls.greeting(), tls.here(), tls.took());
        }
        PlainProbe.Answer plain = PlainProbe.ask(opening);
        return new Neighbour(address, Reach.OPEN, Optional.of(from), plain.kind(), plain.peer(), Optional.empty(),
                plain.versions(), List.of(), Optional.empty(), Instant.EPOCH, Duration.ZERO);
    }
}
