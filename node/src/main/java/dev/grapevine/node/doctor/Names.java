package dev.grapevine.node.doctor;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The addresses behind names, as this machine looks them up.
 *
 * @param lookup        the addresses of a name; empty if nobody knows it
 * @param ofThisMachine whether an address is one of this machine
 */
record Names(Function<String, List<InetAddress>> lookup, Predicate<InetAddress> ofThisMachine) {

    /** Asks the system. Blocks. */
    static List<InetAddress> ofSystem(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
