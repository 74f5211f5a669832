package dev.grapevine.node.doctor;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.transport.ProtocolVersions;

/** Whether this node and the others have a version of the protocol in common. */
final class VersionCheck implements Check {

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("version");
        context.neighbours().forEach(neighbour -> judge(neighbour, found));
        if (found.isEmpty()) {
            found.unknown("no other node was named; this one speaks protocol " + ProtocolVersions.OWN);
        }
        return found.all();
    }

    private static void judge(Neighbour neighbour, Findings found) {
        Optional<ProtocolVersions> theirs = neighbour.versions();
        if (theirs.isEmpty()) {
            found.unknown("the version of " + neighbour.words() + ": it does not tell it"
                    + (neighbour.kind().isGrapevine() ? ", as nodes that are older than this one or too busy" : ""));
            return;
        }
        ProtocolVersions.OWN.refusal(theirs.get()).ifPresentOrElse(
                sentence -> found.bad(neighbour.words() + " " + sentence),
                () -> found.ok(neighbour.words() + " speaks protocol " + theirs.get() + ", this one "
                        + ProtocolVersions.OWN));
    }
}
