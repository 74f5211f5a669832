package dev.grapevine.node.driver;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

import dev.grapevine.node.enrolment.EnrolmentClient;
import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.transport.StrangerCredentials;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

import io.vertx.core.Future;

/**
 * Decides, before a node listens, which run it has a part in: that of its folder, that of an invitation, or one that it
 * founds because others can reach it. A node with none of these stays on loopback.
 */
final class AccessAtStart {

    static final int DEFAULT_PORT = 7001;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    /** The names of authorities only have to tell runs apart for people. */
    private static final String RUN_NAME = "grapevine";

    private AccessAtStart() {}

    /**
     * Checks addresses before anything is written.
     *
     * @throws UserMistakeException if the node would be open to strangers
     */
    static void check(NodeConfig config) {
        config.listen().ifPresent(listen -> requireOwn("listen", listen));
        requireOwn("http", config.http());
        if (config.invitation().isEmpty() && !SecurityFolder.hasCertificates(config.directory())
                && !founds(config)) {
            config.listen().ifPresent(listen -> listen.requireLoopback("listen", "without an invitation (--invite)"));
            config.joins().forEach(join -> join.requireLoopback("join", "without an invitation (--invite)"));
        }
    }

    private static void requireOwn(String option, Address address) {
        address.requireKnown(option);
        if (!OwnAddresses.isAnyLocal(address) && !OwnAddresses.areOfThisMachine(address.resolve())) {
            throw new UserMistakeException(
                    option + " is " + address + ", which is no address of this machine: allowed are its own addresses,"
                            + " and 0.0.0.0:" + address.port() + " for all of them");
        }
    }

    /** Whether the node makes an authority, as others reach it and it was told of nobody. */
    private static boolean founds(NodeConfig config) {
        return config.joins().isEmpty() && config.listen().filter(address -> !address.isLoopback()).isPresent();
    }

    /**
     * Finds the part, which is in the folder when this returns. Blocks, for some seconds if an inviter is asked.
     *
     * @throws UserMistakeException if the inviter refuses, or this device was revoked
     */
    static Optional<RunAccess> find(NodeConfig config, NodeDirectory directory, DeviceKey key, Vertx vertx,
            InstantSource clock, NodeListener listener) {
        SecurityFolder folder = SecurityFolder.open(directory.path());
        Optional<RunAccess> known = RunAccess.read(folder, key, clock, new SecureRandom());
        folder.takeNews().forEach(listener::notice);
        if (known.isPresent()) {
            known.get().ownRefusal().ifPresent(sentence -> {
                throw new UserMistakeException(sentence + ": to take part again it needs a new folder (--dir) and a new"
                        + " invitation");
            });
            known.get().clockSentence().ifPresent(listener::notice);
            if (config.invitation().isEmpty()) {
                return known;
            }
        }
        try {
            if (known.isPresent()) {
                // The power may have failed between the certificates and what else the inviter told.
                directory.rememberPeer(config.invitation().get().address());
            }
            if (known.filter(access -> access.isFounder() || !access.hasEnded()).isPresent()) {
                listener.notice("Its folder has certificates of a run already, so the invitation is not needed: to take"
                        + " part in another run, start it in a new folder (--dir)");
                return known;
            }
            if (config.invitation().isPresent()) {
                return Optional.of(known.isPresent()
                        ? enrolAgain(known.get(), config.invitation().get(), directory, folder, vertx, clock, listener)
                        : enrol(config.invitation().get(), directory, folder, key, vertx, clock));
            }
            if (founds(config)) {
                listener.notice(
                        "Makes the authority of a run of its own, since other machines can reach it: let devices"
                                + " in with './grapevine invite'");
                return Optional.of(RunAccess.found(folder, key, RUN_NAME, clock, new SecureRandom()));
            }
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder.path() + " cannot keep certificates: "
                    + e.getMessage(), e);
        }
        return Optional.empty();
    }

    /** A certificate that has ended is replaced, or used as long as those who have met this device let it in. */
    private static RunAccess enrolAgain(RunAccess known, InvitationCode code, NodeDirectory directory,
            SecurityFolder folder, Vertx vertx, InstantSource clock, NodeListener listener) throws IOException {
        try {
            return enrol(code, directory, folder, known.device(), vertx, clock);
        } catch (UserMistakeException e) {
            if (known.isBeyondGrace()) {
                throw e;
            }
            listener.notice(
                    e.getMessage() + "; goes on with the certificate that has ended, as long as peers let it in");
            return known;
        }
    }

    private static RunAccess enrol(InvitationCode code, NodeDirectory directory, SecurityFolder folder, DeviceKey key,
            Vertx vertx, InstantSource clock) throws IOException {
        EnrolmentMessages.Answer answer = ask(code, directory.name(), key, vertx, clock);
        return switch (answer) {
            case EnrolmentMessages.Admitted admitted -> {
                RunAccess access = RunAccess.admitted(folder, key, admitted, clock, new SecureRandom());
                for (byte[] description : admitted.descriptions()) {
                    for (Address member : SelfDescription.read(description).map(SelfDescription::addresses)
                            .orElse(List.of())) {
                        directory.rememberPeer(member);
                    }
                }
                directory.rememberPeer(code.address());
                yield access;
            }
            case EnrolmentMessages.Refused refused -> throw new UserMistakeException(refused.refusal().sentence());
        };
    }

    /** A question may be repeated: the code lets in the same device again. */
    private static EnrolmentMessages.Answer ask(InvitationCode code, String name, DeviceKey key, Vertx vertx,
            InstantSource clock) {
        NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        MutualTls tls = new MutualTls(new StrangerCredentials(key, Certificates.selfSigned(key, clock.instant())));
        EnrolmentClient asking = new EnrolmentClient(vertx,
                address -> tls.connect(client, address, PortProtocol.ENROLMENT));
        Supplier<Future<EnrolmentMessages.Answer>> once = () -> asking.ask(code.address(), code::isInviter,
                exporter -> new EnrolmentMessages.Request(code.id(), code.proof(exporter, key.publicBytes()),
                        key.publicBytes(), name));
        try {
            return once.get().recover(unused -> once.get()).recover(unused -> once.get()).toCompletionStage()
                    .toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new UserMistakeException("The invitation cannot be used: " + e.getCause().getMessage(), e);
        } finally {
            client.close();
        }
    }

    /**
     * The address at which a node listens whose user has not said it: on the way to a peer if it takes part in a run with
     * invitations, else on loopback.
     *
     * @param toward a peer; empty if none is known
     */
    static Address listenToward(Optional<Address> toward) {
        // Connecting a datagram socket sends nothing: the system chooses the way, and with it the address.
        try (DatagramSocket socket = new DatagramSocket()) {
            if (toward.isPresent()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName(toward.get().host()), toward.get().port()));
                return new Address(socket.getLocalAddress().getHostAddress(), DEFAULT_PORT);
            }
        } catch (IOException e) {
            // No way there at present: the node waits on loopback, and tells so when it finds nobody.
        }
        return new Address("127.0.0.1", DEFAULT_PORT);
    }
}
