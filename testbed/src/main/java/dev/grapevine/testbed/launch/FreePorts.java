package dev.grapevine.testbed.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.words.Address;

/** Unused ports, for gossip and for the membership beside it. */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private FreePorts() {}

    /** Free addresses on one host, in the number asked for. A node reports it if its address is taken before it listens. */
    public static List<Address> find(String host, int count) {
        List<Address> free = new ArrayList<>();
        // Processes that look at the same time should not find the same.
        int start = (int) (ProcessHandle.current().pid() * 131 % (LAST - FIRST));
        for (int i = 0; i < LAST - FIRST && free.size() < count; i++) {
            Address candidate = new Address(host, FIRST + (start + i) % (LAST - FIRST));
            if (isFree(candidate) && isFree(Membership.of(candidate))) {
                free.add(candidate);
            }
        }
        if (free.size() < count) {
            throw new IllegalStateException("There are no " + count + " free ports on " + host);
        }
        return free;
    }

    private static boolean isFree(Address address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
