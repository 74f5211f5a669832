package dev.grapevine.node.doctor;

import java.util.List;

import dev.grapevine.node.words.Address;

/** Looks at the programs that answer at the ports of other nodes. */
final class PortCheck implements Check {

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("port");
        context.neighbours().forEach(neighbour -> judge(neighbour, context, found));
        if (found.isEmpty()) {
            found.unknown("no other node was named");
        }
        return found.all();
    }

    private static void judge(Neighbour neighbour, Context context, Findings found) {
        Address address = neighbour.address();
        if (neighbour.kind().isGrapevine() && isOwn(neighbour, context)) {
            own(address, context, found);
            return;
        }
        String answers = neighbour.kind().words() + " answers at " + address;
        switch (neighbour.kind()) {
            case GRAPEVINE_TLS -> found.ok(answers);
            case GRAPEVINE_PLAIN -> plain(answers, context, found);
            case HTTP -> found.bad(answers + ", such as a node's dashboard (--http)",
                    "use the port of the node's --listen instead");
            case OTHER_TLS -> found.bad(answers + ", such as a node's API (--http)",
                    "use the port of the node's --listen instead");
            case HAZELCAST -> found.bad(answers + ", such as a node's inner port",
                    "use the port of the node's --listen instead");
            case SILENT -> found.bad("at " + address + " something takes the connection and says nothing",
                    "start the node there again, or compare the port: another program or a proxy may have it");
            case CLOSES -> found.bad("at " + address + " something takes the connection and ends it",
                    "compare the port: another program or a proxy may have it");
            case OTHER -> found.bad("at " + address + " something speaks another protocol than Grapevine's",
                    "use the port of the node's --listen instead");
            case NOTHING -> found.unknown("what answers at " + address + ": no connection opened");
        }
    }

    private static boolean isOwn(Neighbour neighbour, Context context) {
        return context.own().hasKey() && neighbour.peer().filter(context.own().key().peer()::equals).isPresent();
    }

    /** The same key is the same node, unless somebody has copied the folder. */
    private static void own(Address address, Context context, Findings found) {
        if (context.running().isPresent() && isHere(address, context)) {
            found.bad("at " + address + " is the node of this folder itself", "name another node with --join");
        } else {
            found.bad("the node at " + address + " has the key of this folder, as after the folder was copied",
                    "start one of the two with a folder of its own (--dir)");
        }
    }

    private static boolean isHere(Address address, Context context) {
        return context.names().lookup().apply(address.host()).stream().anyMatch(context.names().ofThisMachine());
    }

    private static void plain(String answers, Context context, Findings found) {
        if (context.own().access().isPresent() || context.invitation().isPresent()) {
            found.bad(answers + ", which is in no run with invitations",
                    "start it with --listen at an address that other machines reach, so that it founds one, and take an"
                            + " invitation from it");
        } else {
            found.ok(answers + ", as nodes of one machine do");
        }
    }
}
