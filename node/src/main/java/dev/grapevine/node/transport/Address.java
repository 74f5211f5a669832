package dev.grapevine.node.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Where a node can be reached.
 *
 * @param port 0 for one that the system chooses
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
     * @throws IllegalArgumentException if it is none
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
     * Refuses what is not on this machine. May ask the network for the meaning of a name.
     *
     * @param option whose address it is, as users know it
     * @param why    as the beginning of what is allowed
     * @throws UserMistakeException if others may reach it
     */
    public void requireLoopback(String option, String why) {
        InetAddress[] meant;
        try {
            meant = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new UserMistakeException(option + " is " + this + ", but nothing has that name: " + why
                    + ", allowed are loopback addresses such as 127.0.0.1:" + port, e);
        }
        if (!Arrays.stream(meant).allMatch(InetAddress::isLoopbackAddress)) {
            throw new UserMistakeException(option + " is " + this + ", which leads out of this machine: " + why
                    + ", allowed are loopback addresses such as 127.0.0.1:" + port);
        }
    }

    /** The same with numbers for names: none for a name that nothing has. May ask the network. */
    public List<Address> numbers() {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).map(meant -> new Address(meant.getHostAddress(), port))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
