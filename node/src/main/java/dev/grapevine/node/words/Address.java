package dev.grapevine.node.words;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * A host and port at which a node can be reached.
 *
 * @param host a name or an IP address, without brackets; at most 255 characters
 */
public record Address(String host, int port) {

    private static final int MAX_HOST_LENGTH = 255;

    public Address {
        if (host.isEmpty() || host.length() > MAX_HOST_LENGTH || port < 0 || port > 65535) {
            throw new IllegalArgumentException(host + ":" + port);
        }
    }

    /**
     * Reads {@code HOST:PORT}, with brackets around an IPv6 address.
     *
     * @throws IllegalArgumentException if the text is no such address
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(text);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Address(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /**
     * Refuses an address that other machines can reach. Blocks: may ask the network to resolve a name.
     *
     * @param option name of the user's option that has this address
     * @param why    reason for the limit, as the beginning of what is allowed
     * @throws UserMistakeException if it is no loopback address, or its name is unknown
     */
    public void requireLoopback(String option, String why) {
        InetAddress[] resolved;
        try {
            resolved = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new UserMistakeException(option + " is " + this + ", but that name is unknown: " + why
                    + ", allowed are loopback addresses such as 127.0.0.1:" + port, e);
        }
        if (!Arrays.stream(resolved).allMatch(InetAddress::isLoopbackAddress)) {
            throw new UserMistakeException(option + " is " + this + ", which other machines can reach: " + why
                    + ", allowed are loopback addresses such as 127.0.0.1:" + port);
        }
    }

    /** Whether this machine alone reaches the address; false if its name is unknown. Blocks: may ask the network. */
    public boolean isLoopback() {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** This address with the host as IP addresses; empty if its name is unknown. Blocks: may ask the network. */
    public List<Address> resolve() {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(resolved -> new Address(resolved.getHostAddress(), port)).toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
