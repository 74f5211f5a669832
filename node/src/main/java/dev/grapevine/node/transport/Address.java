package dev.grapevine.node.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

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

    /** Whether nobody outside of this machine can reach it. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
