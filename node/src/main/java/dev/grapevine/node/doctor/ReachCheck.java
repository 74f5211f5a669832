package dev.grapevine.node.doctor;

import java.util.List;

import dev.grapevine.node.words.Address;

/** Whether there is a way to the other nodes, and a place for this one. */
final class ReachCheck implements Check {

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("reach");
        context.neighbours().forEach(neighbour -> judge(neighbour, found));
        if (context.neighbours().isEmpty()) {
            found.unknown("no other node was named: say --join HOST:PORT or --invite CODE");
        }
        context.listen().ifPresent(listen -> judge(listen, context, found));
        return found.all();
    }

    private static void judge(Neighbour neighbour, Findings found) {
        Address address = neighbour.address();
        switch (neighbour.reach()) {
            case OPEN -> found.ok(address + " can be reached, from " + neighbour.from().orElseThrow());
            case REFUSED -> found.bad("the machine of " + address + " is there, but nobody listens at port "
                    + address.port(), "start the node there, or compare the port with its --listen");
            case SILENT -> found.bad("nothing comes back from " + address, "a firewall drops the connection or the"
                    + " machine is off: open port " + address.port() + " for TCP there, and look whether it is on");
            case NO_ROUTE -> found.bad("this machine has no way to " + address,
                    "look whether both are in one network, and whether a cable, Wi-Fi or VPN is missing");
            case FORBIDDEN -> found.bad("this machine does not let programs connect to " + address,
                    "look at its own firewall or sandbox");
            case UNKNOWN_NAME -> found.unknown("whether " + address + " can be reached: its name is unknown");
        }
    }

    private static void judge(Address listen, Context context, Findings found) {
        ListenPlace place = context.place().orElseThrow();
        switch (place.state()) {
            case FREE -> found.ok("a node can listen at " + listen);
            case TAKEN -> taken(listen, place.holder().orElseThrow(), context, found);
            case ELSEWHERE -> found.bad("listen is " + listen + ", which is no address of this machine",
                    "use one of its own addresses, 0.0.0.0:" + listen.port()
                            + " for all of them, or --advertise for the one that others see");
            case FORBIDDEN -> found.bad("listen is " + listen + ", where only the administrator may listen",
                    "use a port above 1023");
            case UNKNOWN_NAME -> found.bad("listen is " + listen + ", but that name is unknown",
                    "use a name that this machine can look up, or an IP address");
        }
    }

    private static void taken(Address listen, Neighbour holder, Context context, Findings found) {
        if (context.own().hasKey() && holder.peer().filter(context.own().key().peer()::equals).isPresent()) {
            found.ok("the node of this folder listens at " + listen);
        } else if (holder.peer().isPresent()) {
            found.bad("the port of " + listen + " is taken by another node, " + holder.peer().get(),
                    "use another port with --listen, or stop that node");
        } else {
            found.bad("the port of " + listen + " is taken by " + holder.kind().words(),
                    "use another port with --listen, or stop that program");
        }
    }
}
