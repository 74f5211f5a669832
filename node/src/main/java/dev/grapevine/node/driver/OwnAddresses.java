package dev.grapevine.node.driver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.words.Address;

/** The addresses at which others reach this node, and whether an address is of this machine. Thread-safe. */
final class OwnAddresses {

    private OwnAddresses() {}

    /**
     * The addresses that a node tells others: the one that its user says, else where it listens; for a node that listens
     * everywhere those that the machine has now.
     */
    static List<Address> of(Address bound, Optional<Address> advertised) {
        if (advertised.isPresent()) {
            return List.of(advertised.get());
        }
        if (!isAnyLocal(bound)) {
            return List.of(bound);
        }
        List<Address> present = addresses().stream().limit(SelfDescription.MAX_ADDRESSES)
                .map(address -> new Address(address.getHostAddress(), bound.port())).toList();
        return present.isEmpty() ? List.of(new Address("127.0.0.1", bound.port())) : present;
    }

    /** Whether a node at this address listens at all addresses of the machine, so that they may change. */
    static boolean isAnyLocal(Address bound) {
        return literal(bound.host()).filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    /** Whether some of the addresses is one of this machine: names count as elsewhere. */
    static boolean areOfThisMachine(List<Address> addresses) {
        return addresses.stream().flatMap(address -> literal(address.host()).stream()).anyMatch(OwnAddresses::isOwn);
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces().filter(OwnAddresses::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .sorted(Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address))
                            .thenComparing(InetAddress::getHostAddress))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
