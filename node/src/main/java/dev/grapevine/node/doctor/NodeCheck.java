package dev.grapevine.node.doctor;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Looks at the node that runs in the folder, by its own statements. */
final class NodeCheck implements Check {

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
        JsonNode note = status.path("security").path("note");
        if (note.isTextual()) {
            found.ok("it notes: " + note.asText());
        }
    }
}
