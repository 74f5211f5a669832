package dev.grapevine.node.doctor;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.Greeting;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.words.Address;

/**
 * The findings at an address.
 *
 * @param reach    whether a TCP connection opened
 * @param from     the own address that the connection had; empty if none opened
 * @param kind     what answers
 * @param peer     its identity: proved by TLS, claimed without
 * @param key      that TLS has proved
 * @param versions of the protocol that it speaks
 * @param chain    the certificates that it shows to members, its own first; empty if it shows none
 * @param greeting what it says of itself by TLS
 * @param here     the time of this machine when the greeting came
 * @param took     time for that question and its answer
 */
record Neighbour(Address address, Reach reach, Optional<String> from, Kind kind, Optional<PeerId> peer,
        Optional<PublicKey> key, Optional<ProtocolVersions> versions, List<X509Certificate> chain,
        Optional<Greeting> greeting, Instant here, Duration took) {

    /** The kinds of programs that answer at a port. */
    enum Kind {
        GRAPEVINE_TLS("a Grapevine node with TLS"),
        GRAPEVINE_PLAIN("a Grapevine node without TLS"),
        HTTP("a web server"),
        OTHER_TLS("a server with TLS that is no port of Grapevine nodes"),
        HAZELCAST("a member of a Hazelcast cluster"),
        SILENT("something that says nothing"),
        CLOSES("something that ends the connection"),
        OTHER("something that speaks another protocol"),
        /** No connection opened. */
        NOTHING("nothing");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean isGrapevine() {
            return this == GRAPEVINE_TLS || this == GRAPEVINE_PLAIN;
        }
    }

    /** An address where no connection opened. */
    static Neighbour absent(Address address, Reach reach) {
        return new Neighbour(address, reach, Optional.empty(), Kind.NOTHING, Optional.empty(), Optional.empty(),
                Optional.empty(), List.of(), Optional.empty(), Instant.EPOCH, Duration.ZERO);
    }

    /** The name of the node in sentences. */
    String words() {
        return "the node at " + address + greeting.map(Greeting::name).filter(name -> !name.isEmpty())
                .map(name -> " (" + name + ")").orElse("");
    }

    /** The same at the beginning of a sentence. */
    String capitalized() {
        return "T" + words().substring(1);
    }
}
