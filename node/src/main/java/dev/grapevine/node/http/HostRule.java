package dev.grapevine.node.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names by which the API may be called. A web page can lead a browser to any address by a name of its own (DNS
 * rebinding), and then reads what it likes; but the browser says that name in the header Host. So names are refused but
 * for {@code localhost} and the one that the user gave; addresses, which no one else can direct elsewhere, have to be
 * loopback or that at which the connection came in. Thread-safe.
 */
final class HostRule {

    /** A host, then perhaps a port. */
    private static final Pattern HOST = Pattern
            .compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,255})(?::([0-9]{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final String scheme;
    private final int schemePort;
    private final String listened;

    /**
     * @param isProtected whether the API is served by TLS
     * @param listened    host at which it listens, as the user gave it
     */
    HostRule(boolean isProtected, String listened) {
        this.scheme = isProtected ? "https" : "http";
        this.schemePort = isProtected ? 443 : 80;
        this.listened = listened;
    }

    /**
     * Whether a value of the header Host is a name of this API.
     *
     * @param reached address at which the connection came in
     * @param port    the same, its port
     */
    boolean isOwnHost(String host, InetAddress reached, int port) {
        Matcher parts = HOST.matcher(host);
        return parts.matches() && (parts.group(2) == null || Integer.parseInt(parts.group(2)) == port)
                && isOwnName(parts.group(1), reached);
    }

    private boolean isOwnName(String name, InetAddress reached) {
        if (name.startsWith("[") || IPV4.matcher(name).matches()) {
            Optional<InetAddress> address = literal(name);
            return address.isPresent() && (address.get().isLoopbackAddress() || address.get().equals(reached));
        }
        return name.equalsIgnoreCase("localhost") || name.equalsIgnoreCase(listened);
    }

    /** An IPv4 address that is written as an IPv6 one is none. */
    private static Optional<InetAddress> literal(String name) {
        try {
            return Optional.of(name.startsWith("[")
                    ? Inet6Address.ofLiteral(name.substring(1, name.length() - 1))
                    : Inet4Address.ofLiteral(name))
                    .filter(address -> name.startsWith("[") == address instanceof Inet6Address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a value of the header Origin is where this API's own page comes from.
     *
     * @param host the request's own Host, for which {@link #isOwnHost} holds
     */
    boolean isOwnOrigin(String origin, String host, int port) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String withoutPort = scheme + "://" + parts.group(1);
        return origin.equalsIgnoreCase(withoutPort + ":" + port)
                || port == schemePort && origin.equalsIgnoreCase(withoutPort);
    }
}
