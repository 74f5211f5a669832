package dev.grapevine.node.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.grapevine.node.words.Address;

/** Whether the names of other nodes stand for addresses, and not for this machine. */
final class NameCheck implements Check {

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("name");
        context.neighbours().forEach(neighbour -> judge(neighbour.address(), context.names(), found));
        if (found.isEmpty()) {
            found.unknown("no other node was named: say --join HOST:PORT or --invite CODE");
        }
        return found.all();
    }

    private static void judge(Address address, Names names, Findings found) {
        String host = address.host();
        if (Names.isLiteral(host)) {
            found.ok(host + " is an address, so no name has to be looked up");
            return;
        }
        List<InetAddress> resolved = names.lookup().apply(host);
        String all = resolved.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        if (resolved.isEmpty()) {
            found.bad("nobody knows the name " + host,
                    "compare its spelling, enter it in /etc/hosts or the name server, or use an IP address");
        } else if (isLocalhost(host)) {
            found.ok(host + " is this machine, at " + all);
        } else if (resolved.stream().anyMatch(InetAddress::isLoopbackAddress)) {
            found.bad("the name " + host + " stands for " + all + " here, which is this machine and no other one",
                    "take the line with " + host + " out of /etc/hosts, as of 127.0.1.1, or use the IP address of the"
                            + " other machine");
        } else if (resolved.stream().anyMatch(names.ofThisMachine())) {
            found.ok(host + " is " + all + ", an address of this machine itself");
        } else {
            found.ok(host + " is " + all);
        }
    }

    private static boolean isLocalhost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || name.startsWith("localhost.")
                || name.startsWith("ip6-l");
    }
}
