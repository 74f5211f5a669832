package dev.grapevine.node.driver;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.vertx.core.Future;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.http.HttpProtection;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.http.RunAdmin;
import dev.grapevine.node.http.OwnCertificate;
import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.store.ProcessFile;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.transport.TransportSecurity;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/** The servers of a node: one for peers, then one for its HTTP API. For one event loop: that on which it was made. */
final class NodeServers {

    private final Equipment has;
    private final PeerTransport transport;
    /** Null until the node listens for peers. */
    private NodeHttp http;
    /** The certificate of the API, if other machines reach it. */
    private Optional<OwnCertificate> certificate = Optional.empty();

    /**
     * @param spoken   the versions and features that this node tells others
     * @param security of connections between nodes
     */
    NodeServers(Equipment has, ProtocolVersions spoken, TransportSecurity security, PeerTransport.Receiver receiver,
            PeerTransport.Refusals refusals) {
        this.has = has;
        this.transport = new PeerTransport(has.vertx(), has.key(), spoken, security,
                has.listen().host(),
                ProtocolParameters.DEFAULT.frameBytesMax(), receiver, refusals);
    }

    PeerTransport transport() {
        return transport;
    }

    /**
     * Starts to listen.
     *
     * @param admin     what operators may do for a run with invitations
     * @param listening receives the addresses for peers and of the API, once both servers listen
     * @param unusable  receives a sentence for users if an address cannot be used
     */
    void listen(NodeHttp.View view, Optional<RunAdmin> admin, BiConsumer<Address, Address> listening,
            Consumer<String> unusable) {
        Address wanted = has.listen();
        transport.listen(wanted).onComplete(
                port -> serve(view, admin, api -> listening.accept(new Address(wanted.host(), port), api),
                        unusable),
                failure -> unusable.accept(
                        "The address " + wanted + " of --listen cannot be used: " + failure.getMessage()));
    }

    private void serve(NodeHttp.View view, Optional<RunAdmin> admin, Consumer<Address> listening,
            Consumer<String> unusable) {
        if (has.shutdown().isStopping()) {
            return;
        }
        Address wanted = has.config().http();
        if (!wanted.isLoopback()) {
            certificate = Optional.of(new OwnCertificate(has.key(), Instant.now()));
        }
        try {
            SecurityFolder security = SecurityFolder.open(has.directory().path());
            ApiToken token = security.token(new SecureRandom());
            security.takeNews().forEach(has.listener()::notice);
            http = new NodeHttp(has.vertx(), view, token,
                    certificate.<HttpProtection>map(own -> own).orElse(HttpProtection.NONE), admin);
        } catch (IOException e) {
            unusable.accept("The folder " + has.directory().path() + " cannot keep the token of the API: "
                    + e.getMessage());
            return;
        } catch (UserMistakeException mistake) {
            unusable.accept(mistake.getMessage());
            return;
        }
        listen(wanted).onComplete(port -> listening.accept(new Address(wanted.host(), port)),
                failure -> unusable.accept(
                        "The address " + wanted + " of --http cannot be used: " + failure.getMessage()));
    }

    /** The port that the node had before is its port again, unless its user wants another one or somebody has it. */
    private Future<Integer> listen(Address wanted) {
        Optional<Address> before = wanted.port() == 0
                ? ProcessFile.readIn(has.directory().path()).map(ProcessFile::http)
                        .filter(address -> address.port() != 0 && address.host().equals(wanted.host()))
                : Optional.empty();
        return before.isEmpty() ? http.listen(wanted) : http.listen(before.get()).recover(_ -> http.listen(wanted));
    }

    /** The scheme of the API's address. */
    String scheme() {
        return certificate.isPresent() ? "https" : "http";
    }

    /** The certificate's fingerprint by which clients on other machines recognize the API; empty if it is on loopback. */
    Optional<String> certificateSentence() {
        return certificate.map(own -> "The certificate of the API has the SHA-256 fingerprint " + own.fingerprint()
                + "; for curl: --insecure --pinnedpubkey " + own.pin());
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
