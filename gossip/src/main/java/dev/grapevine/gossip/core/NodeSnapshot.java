package dev.grapevine.gossip.core;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.snapshot.SnapshotReader;
import dev.grapevine.gossip.snapshot.SnapshotWriter;

/**
 * The whole state of a node between two events, as bytes and back: a section for each part of the node.
 *
 * <p>Restored under the same incarnation, the node goes on as if nothing had happened, which is how determinism is
 * checked and runs are replayed. Under a later incarnation it is a restart: unfinished work is void, and so are the
 * standing of peers and all times.
 */
final class NodeSnapshot {

    private static final String NODE = "node";
    private static final String REPLICA = "replica";
    private static final String ROUNDS = "rounds";
    private static final String JUDGE = "judge";
    private static final String LIFE = "life";
    private static final String NEIGHBOURHOOD = "neighbourhood";
    private static final String CONVERSATIONS = "conversations";
    private static final String TURNS = "turns";
    private static final String PACER = "pacer";
    /** The section that only a node that leaves has. */
    private static final String HAND_OVER = "hand-over";

    private final SnapshotReader sections;
    private final long incarnation;
    private final Phase phase;

    private NodeSnapshot(SnapshotReader sections, long incarnation, Phase phase) {
        this.sections = sections;
        this.incarnation = incarnation;
        this.phase = phase;
    }

    /** @param usualBytes the expected size */
    static byte[] save(NodeParts parts, int usualBytes) {
        SnapshotWriter sections = new SnapshotWriter(usualBytes);
        StateWriter node = sections.section(NODE, 1);
        node.putCount(parts.incarnation);
        node.putCount(parts.lifecycle.phase().number());
        Run run = parts.run;
        node.putBoolean(run != null);
        if (run != null) {
            node.putLong(run.charterFingerprint);
            run.replica.save(sections.section(REPLICA, 1));
            run.rounds.save(sections.section(ROUNDS, 1));
            run.rounds.saveJudgement(sections.section(JUDGE, 1));
        }
        StateWriter life = sections.section(LIFE, 1);
        life.putBoolean(parts.paused);
        parts.checkpoints.save(life);
        parts.save(life);
        parts.neighbourhood.save(sections.section(NEIGHBOURHOOD, 1));
        if (run != null) {
            parts.participation.turns().save(sections.section(TURNS, 1));
        }
        parts.conversations.speakers().forEach(speaker -> speaker.save(sections.section(sectionOf(speaker), 1)));
        parts.conversations.save(sections.section(CONVERSATIONS, 1));
        if (run != null) {
            run.pacer.ifPresent(pacer -> pacer.save(sections.section(PACER, 1)));
        }
        if (parts.lifecycle.phase() == Phase.LEAVING) {
            parts.handOver.save(sections.section(HAND_OVER, 1));
        }
        return sections.toBytes();
    }

    private static String sectionOf(Speaker speaker) {
        return "talk: " + speaker.room().name();
    }

    /**
     * Begins to read.
     *
     * @throws IllegalArgumentException with a sentence if it is not a snapshot of a node with this plan
     */
    static NodeSnapshot read(byte[] snapshot, RunPlan plan) {
        try {
            boolean of01 = snapshot.length > 0 && snapshot[0] == Version01Snapshot.VERSION;
            SnapshotReader sections = new SnapshotReader(of01 ? Version01Snapshot.translate(snapshot, plan) : snapshot);
            StateReader node = sections.section(NODE, 1);
            long incarnation = node.getCount();
            Phase phase = Phase.of(node.getCount(Integer.MAX_VALUE));
            if (!node.getBoolean()) {
                throw new IllegalArgumentException("it is of a node that had found no run yet");
            }
            if (node.getLong() != plan.charter().fingerprint()) {
                throw new IllegalArgumentException("it belongs to a run with another charter");
            }
            return new NodeSnapshot(sections, incarnation, phase);
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** The incarnation that saved a snapshot; {@link Incarnations#UNKNOWN} if it is of another version. */
    static long savedBy(byte[] snapshot) {
        try {
            return new SnapshotReader(snapshot).section(NODE, 1).getCount();
        } catch (IllegalArgumentException e) {
            return Incarnations.UNKNOWN;
        }
    }

    private static IllegalArgumentException unusable(IllegalArgumentException why) {
        return new IllegalArgumentException("The checkpoint cannot be used: " + why.getMessage(), why);
    }

    /** The incarnation that saved it. */
    long incarnation() {
        return incarnation;
    }

    Phase phase() {
        return phase;
    }

    /**
     * Restores the rest into the parts of a new node with the same plan.
     *
     * @param sameLife whether the node goes on with the incarnation that saved it
     * @throws IllegalArgumentException with a sentence if it does not fit
     */
    void restore(NodeParts parts, boolean sameLife) {
        try {
            Run run = parts.run;
            run.replica.restore(sections.section(REPLICA, 1));
            run.rounds.restore(sections.section(ROUNDS, 1), sameLife);
            if (sameLife) {
                restoreLife(parts, run);
            } else {
                run.replica.published().ledger().enter(Ledger.Reason.RESTARTED, 0);
                // The settings of the next start may be different.
                sections.skip(JUDGE);
                sections.skip(LIFE);
                sections.skip(NEIGHBOURHOOD);
                sections.skip(TURNS);
                sections.skip(CONVERSATIONS);
                sections.skip(PACER);
                sections.skip(HAND_OVER);
                parts.conversations.speakers().forEach(speaker -> sections.skip(sectionOf(speaker)));
            }
            sections.end();
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private void restoreLife(NodeParts parts, Run run) {
        run.rounds.restoreJudgement(sections.section(JUDGE, 1));
        StateReader life = sections.section(LIFE, 1);
        parts.paused = life.getBoolean();
        parts.checkpoints.restore(life);
        parts.restore(life);
        parts.neighbourhood.restore(sections.section(NEIGHBOURHOOD, 1));
        parts.participation.turns().restore(sections.section(TURNS, 1));
        parts.conversations.speakers()
                .forEach(speaker -> speaker.restore(sections.section(sectionOf(speaker), 1)));
        parts.conversations.restore(sections.section(CONVERSATIONS, 1));
        run.pacer.ifPresent(pacer -> pacer.restore(sections.section(PACER, 1)));
        if (phase == Phase.LEAVING) {
            parts.handOver.restore(sections.section(HAND_OVER, 1));
        }
    }
}
