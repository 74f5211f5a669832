package dev.grapevine.node.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The protocols that share a node's one port. TLS tells them apart by name (ALPN, RFC 7301). */
public enum PortProtocol {

    GOSSIP("grapevine/1"),
    /** Bytes between the Hazelcast members of two nodes. */
    MEMBERSHIP("grapevine-hz/1"),
    /** The protocol by which a device without a certificate asks for one. */
    ENROLMENT("grapevine-enrol/1");

    private final String name;

    PortProtocol(String name) {
        this.name = name;
    }

    /** The name by which TLS knows the protocol. */
    public String alpnName() {
        return name;
    }

    /** All names, as a listener offers them. */
    public static List<String> alpnNames() {
        return Arrays.stream(values()).map(PortProtocol::alpnName).toList();
    }

    /** The protocol of a name; empty for any other name and for none. */
    public static Optional<PortProtocol> byAlpnName(String name) {
        return Arrays.stream(values()).filter(protocol -> protocol.name.equals(name)).findFirst();
    }
}
