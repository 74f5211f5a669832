package dev.grapevine.node.doctor;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.InvitationCode;

/** Whether an invitation code is typed right and leads to the inviter that it names. Does not use it up. */
final class InvitationCheck implements Check {

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("invitation");
        if (context.invitation().isEmpty()) {
            return found.unknown("no code was given (--invite)").all();
        }
        context.invitation().get().mistake().ifPresent(found::bad);
        context.invitation().get().code().ifPresent(code -> judge(code, context, found));
        return found.all();
    }

    private static void judge(InvitationCode code, Context context, Findings found) {
        String typed = "the code is typed right and leads to " + code.address();
        Optional<Neighbour> inviter = context.neighbours().stream()
                .filter(neighbour -> neighbour.address().equals(code.address())).findFirst();
        if (inviter.flatMap(Neighbour::key).isEmpty()) {
            found.unknown(typed + ", where no node with TLS answers now");
        } else if (code.isInviter(inviter.get().key().get())) {
            found.ok(typed + ", where the node " + inviter.get().peer().orElseThrow()
                    + " has the key that the code names; whether it is used or too old shows when it is used");
        } else {
            found.bad("the node at " + code.address() + " is not the inviter: it has the key of "
                    + inviter.get().peer().orElseThrow() + ", and the code names another one",
                    "another node has that address now, or somebody is in between: ask for a new code");
        }
        if (context.own().access().isPresent()) {
            found.ok("the folder has certificates already, so the code is not needed and can let in another device");
        }
    }
}
