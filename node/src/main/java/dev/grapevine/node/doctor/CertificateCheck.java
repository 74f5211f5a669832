package dev.grapevine.node.doctor;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.Admission;
import dev.grapevine.node.security.Greeting;
import dev.grapevine.node.security.RunAccess;

/** Whether this device has certificates, and whether it and the others let each other in. */
final class CertificateCheck implements Check {

    private static final String NEW_FOLDER = "begin with a new folder (--dir) and a new invitation (--invite)";

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("certificate");
        OwnSide own = context.own();
        own.damage().ifPresent(found::bad);
        if (own.access().isPresent()) {
            own(own.access().get(), context, found);
        } else if (own.damage().isEmpty()) {
            none(context, found);
        }
        context.secured().forEach(neighbour -> judge(neighbour, own.access(), found));
        return found.all();
    }

    private static void none(Context context, Findings found) {
        if (context.secured().isEmpty()) {
            found.unknown("this device is in no run with invitations"
                    + (context.folder().isEmpty() ? ", as far as is known without its folder (--dir)" : ""));
        } else if (context.invitation().isPresent()) {
            found.ok("this device has none yet, and gets one by the invitation");
        } else {
            found.bad("this device has none, and the other node is in a run with invitations",
                    "let it print a code with './grapevine invite', and start this node with --invite CODE"
                            + (context.folder().isEmpty()
                                    ? "; if this device was let in, say its folder with --dir"
                                    : ""));
        }
    }

    private static void own(RunAccess access, Context context, Findings found) {
        Optional<String> revoked = access.ownRefusal();
        Instant ends = access.chain().ends();
        if (revoked.isPresent()) {
            found.bad(revoked.get(), NEW_FOLDER);
            return;
        }
        if (access.now().isAfter(access.chain().ends())) {
            found.bad("the certificate of this device ended at " + ends,
                    access.now().isAfter(ends.plus(Admission.GRACE))
                            ? NEW_FOLDER
                            : "start the node while an inviter is there that has met it, which renews the certificate, else ask"
                                    + " for a new invitation");
        } else if (access.isRenewalDue() && !access.isFounder()) {
            due(ends, context, found);
        } else {
            found.ok("this device is " + (access.isInviter() ? "an inviter" : "a member") + " of the run of authority "
                    + access.authority() + ", until " + ends);
        }
    }

    /**
     * The finding on a certificate that is due for renewal: nothing is wrong before it ends, but somebody has to renew
     * it.
     */
    private static void due(Instant ends, Context context, Findings found) {
        String due = "the certificate of this device ends at " + ends + " and is due for renewal";
        if (context.running().isEmpty()) {
            found.ok(due + ", which the node does by itself when it runs and meets an inviter");
        } else if (context.secured().stream().anyMatch(CertificateCheck::canRenew)) {
            found.ok(due + ", which an inviter that was reached does within the hour");
        } else {
            found.bad(due + ", but no inviter was reached that could do it",
                    "name an inviter with --join and start it");
        }
    }

    private static boolean canRenew(Neighbour neighbour) {
        return neighbour.greeting().filter(Greeting::isInviter).isPresent();
    }

    private static void judge(Neighbour neighbour, Optional<RunAccess> access, Findings found) {
        Optional<Greeting> greeting = neighbour.greeting();
        if (access.isEmpty()) {
            return;
        }
        if (greeting.isEmpty()) {
            found.unknown("whether " + neighbour.words() + " lets this device in: it does not tell it");
        } else {
            standing(neighbour, greeting.get(), access.get(), found);
        }
        theirs(neighbour, access.get(), found);
    }

    private static void standing(Neighbour neighbour, Greeting greeting, RunAccess access, Findings found) {
        switch (greeting.standing()) {
            case ADMITTED -> found.ok(neighbour.words() + " lets this device in"
                    + (greeting.isInviter() ? " and is an inviter" : ""));
            case OF_ANOTHER_RUN -> found.bad(neighbour.words() + " is in another run: its authority is "
                    + greeting.authority().map(PeerId::text).orElse("unknown") + ", that of this device "
                    + access.authority(),
                    "join a node of this device's run, or " + NEW_FOLDER
                            + " from the other one");
            case ENDED -> found.bad(neighbour.words() + " does not let this device in, since its certificate has ended"
                    + " and the two have not met or it is too long ago",
                    "ask for a new invitation and use it with a new"
                            + " folder (--dir); if the certificate is valid, compare the clocks");
            case REVOKED ->
                found.bad(neighbour.words() + " does not let this device in, since its key or the one of its"
                        + " inviter was revoked", NEW_FOLDER);
            case STRANGER, OTHER -> found.bad(neighbour.words()
                    + " does not let this device in, for a reason that this version does not know", "update both");
        }
    }

    /** Whether this device lets the other one in. */
    private static void theirs(Neighbour neighbour, RunAccess access, Findings found) {
        List<X509Certificate> chain = neighbour.chain();
        if (chain.isEmpty()) {
            found.unknown("the certificate of " + neighbour.words() + ": it has shown none");
        } else if (access.judge(chain) instanceof Admission.Refused refused
                && refused.reason() != Admission.Reason.STRANGER) {
            found.bad("this device does not let in " + neighbour.words() + ": " + refused.sentence());
        }
    }
}
