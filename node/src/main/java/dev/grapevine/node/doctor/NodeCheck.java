package dev.grapevine.node.doctor;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Looks at the node that runs in the folder, by its own statements. */
final class NodeCheck implements Check {

    /** A node chooses keepers within seconds, and its first checkpoint comes soon. */
    private static final int SECONDS_TO_FIND_KEEPERS = 120;

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("node");
        if (context.running().isEmpty()) {
            return found.unknown("no node runs in the folder").all();
        }
        context.running().get().failure().ifPresent(found::bad);
        context.running().get().status().ifPresent(status -> judge(status, context, found));
        return found.all();
    }

    private static void judge(JsonNode status, Context context, Findings found) {
        String phase = status.path("phase").asText().replace('_', ' ');
        List<String> peers = new ArrayList<>();
        status.path("peers").forEach(peer -> peers.add(peer.asText()));
        String is = "the node of the folder is " + phase;
        if (!peers.isEmpty()) {
            found.ok(is + " and sees " + peers.size() + (peers.size() == 1 ? " peer" : " peers"));
        } else if (context.neighbours().isEmpty()) {
            found.unknown(is + " and sees no peer: name one with --join to find out why");
        } else {
            found.bad(is + " and sees no peer", "the findings above say what is between the two; if they are all well,"
                    + " start it with --join at the other node");
        }
        if (context.own().hasKey() && !status.path("peer").asText().equals(context.own().key().peer().text())) {
            found.bad("the node that answers has another key than the folder", "start it again");
        }
        long faults = status.path("faults").asLong();
        if (faults > 0) {
            found.unknown("it has counted " + faults + " faults of peers since it started: its console names them");
        }
        judgeSpare(status, found);
        JsonNode note = status.path("security").path("note");
        if (note.isTextual()) {
            found.ok("it notes: " + note.asText());
        }
    }

    private static void judgeSpare(JsonNode status, Findings found) {
        int wanted = status.path("spare").path("wanted").asInt();
        int keepers = status.path("spare").path("keepers").size();
        if (wanted == 0) {
            return;
        }
        String keep = keepers + " of " + wanted + " peers keep a copy of its checkpoint";
        if (keepers > 0) {
            found.ok(keep);
        } else if (status.path("uptimeSeconds").asDouble() < SECONDS_TO_FIND_KEEPERS) {
            found.unknown(keep + ": it runs for less than " + SECONDS_TO_FIND_KEEPERS + " s");
        } else {
            found.bad("replicas is " + wanted + ", and no peer keeps a copy of its checkpoint",
                    "it needs a run with invitations, and peers of this version with room on their disks");
        }
    }
}
