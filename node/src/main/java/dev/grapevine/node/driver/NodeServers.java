package dev.grapevine.node.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.vertx.core.Future;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.TransportSecurity;
import dev.grapevine.node.words.Address;

/** The servers of a node: one for peers, then one for its HTTP API. For one event loop: that on which it was made. */
final class NodeServers {

    private final Equipment has;
    private final PeerTransport transport;
    /** Null until the node listens for peers. */
    private NodeHttp http;

    /** @param security of connections between nodes */
    NodeServers(Equipment has, TransportSecurity security, PeerTransport.Receiver receiver,
            PeerTransport.Refusals refusals) {
        this.has = has;
        this.transport = new PeerTransport(has.vertx(), has.key(), security,
                has.listen().host(),
                ProtocolParameters.DEFAULT.frameBytesMax(), receiver, refusals);
    }

    PeerTransport transport() {
        return transport;
    }

    /**
     * Starts to listen.
     *
     * @param listening receives the addresses for peers and of the API, once both servers listen
     * @param unusable  receives a sentence for users if an address cannot be used
     */
    void listen(NodeHttp.View view, BiConsumer<Address, Address> listening, Consumer<String> unusable) {
        Address wanted = has.listen();
        transport.listen(wanted).onComplete(
                port -> serve(view, api -> listening.accept(new Address(wanted.host(), port), api), unusable),
                failure -> unusable.accept(
                        "The address " + wanted + " of --listen cannot be used: " + failure.getMessage()));
    }

    private void serve(NodeHttp.View view, Consumer<Address> listening, Consumer<String> unusable) {
        if (has.shutdown().isStopping()) {
            return;
        }
        Address wanted = has.config().http();
        http = new NodeHttp(has.vertx(), view);
        http.listen(wanted).onComplete(port -> listening.accept(new Address(wanted.host(), port)),
                failure -> unusable.accept(
                        "The address " + wanted + " of --http cannot be used: " + failure.getMessage()));
    }

    /** The closing of each server, in order. */
    List<Supplier<Future<Void>>> closings() {
        List<Supplier<Future<Void>>> closings = new ArrayList<>();
        if (http != null) {
            closings.add(http::close);
        }
        closings.add(transport::close);
        return closings;
    }
}
