package dev.grapevine.node.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The part of an address that tells clients apart: an IPv4 address, or the network of an IPv6 address, in which one
 * machine has them all.
 */
final class ClientAddress {

    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        // All of loopback's network is one address.
        return address instanceof Inet6Address && !address.isLoopbackAddress()
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address.getHostAddress();
    }
}
