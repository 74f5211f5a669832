package dev.grapevine.testbed.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.network.Ways;
import dev.grapevine.sim.scenario.NetworkConditions;

/**
 * Proxies for the links between node processes on one machine, which can cut them and slow them down without any
 * privilege.
 *
 * <p>Node i listens and dials at 127.0.1.(i+1) and advertises 127.0.2.(i+1), where a proxy accepts its connections, so
 * that the proxy knows both ends of each connection. A cut link carries nothing, but its connections stay open, as with
 * a pulled cable.
 */
public final class LinkProxies implements AutoCloseable {

    private static final int MAX_NODES = 254;
    /** Time that a dialler waits for a connection across a cut link. */
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

    private final List<Address> nodes;
    private final List<ServerSocket> servers = new ArrayList<>();
    private final Links links;

    private LinkProxies(List<Address> nodes, NetworkConditions usual) {
        this.nodes = List.copyOf(nodes);
        this.links = new Links(nodes.size(), usual);
        for (int i = 0; i < nodes.size(); i++) {
            serve(i, advertised().get(i), nodes.get(i));
            serve(i, Membership.of(advertised().get(i)), Membership.of(nodes.get(i)));
        }
    }

    /** Addresses at which nodes must listen. */
    public static List<Address> nodeAddresses(int count, int port) {
        if (count > MAX_NODES) {
            throw new UserMistakeException(
                    "nodes is " + count + ": with faults of the network, allowed are 1 to " + MAX_NODES);
        }
        return aliases("127.0.1.", count, port);
    }

    /**
     * Starts to accept connections for nodes at {@link #nodeAddresses}.
     *
     * @param usual conditions of all links
     */
    public static LinkProxies start(List<Address> nodes, NetworkConditions usual) {
        return new LinkProxies(nodes, usual);
    }

    /** Addresses of the proxies, which nodes advertise. */
    public List<Address> advertised() {
        return aliases("127.0.2.", nodes.size(), nodes.getFirst().port());
    }

    /** The links, for faults to cut and to change. */
    public Ways ways() {
        return links;
    }

    private static List<Address> aliases(String prefix, int count, int port) {
        List<Address> aliases = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            aliases.add(new Address(prefix + i, port));
        }
        return aliases;
    }

    private void serve(int node, Address front, Address back) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(front.host(), front.port()));
            servers.add(server);
            Thread.ofVirtual().start(() -> accept(server, node, back));
        } catch (IOException e) {
            throw new UncheckedIOException("A proxy cannot listen at " + front, e);
        }
    }

    private void accept(ServerSocket server, int node, Address back) {
        while (!server.isClosed()) {
            try {
                Socket dialler = server.accept();
                Thread.ofVirtual().start(() -> connect(dialler, node, back));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket dialler, int to, Address back) {
        int from = numberOf(dialler);
        try (dialler; Socket onward = new Socket()) {
            dialler.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            if (!links.awaitOpen(from, to, CONNECT_PATIENCE)) {
                // Otherwise the dialler would have a connection that never answers.
                return;
            }
            onward.connect(new InetSocketAddress(back.host(), back.port()));
            Thread forth = Thread.ofVirtual().start(() -> pump(dialler, onward, from, to));
            pump(onward, dialler, to, from);
            forth.join();
        } catch (IOException e) {
            // The node does not listen: the end of its connection tells the dialler.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The number of the node that dialled: the last part of its address. */
    private static int numberOf(Socket dialler) {
        byte[] address = dialler.getInetAddress().getAddress();
        return (address[address.length - 1] & 0xff) - 1;
    }

    private void pump(Socket source, Socket target, int from, int to) {
        byte[] buffer = new byte[16_384];
        try {
            for (int length = source.getInputStream().read(buffer); length >= 0; length = source.getInputStream()
                    .read(buffer)) {
                links.carry(from, to, length);
                target.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException e) {
            // One end has closed: so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeQuietly(source);
        closeQuietly(target);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing to do: the socket is unusable already.
        }
    }

    @Override
    public void close() {
        for (ServerSocket server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
