package dev.grapevine.node.driver;

import java.util.Optional;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunTerms;
import dev.grapevine.node.store.CheckpointFile;

/** The things that a life's protocol starts from. May be used by any thread. */
final class Origins {

    private final RunOptions options;

    Origins(RunOptions options) {
        this.options = options;
    }

    /** A checkpoint, a run that is known, or neither. */
    Origin of(RunLoader.Beginning beginning) {
        if (beginning.checkpoint().isPresent()) {
            return new Origin.FromSnapshot(plan(beginning.run().orElseThrow()),
                    beginning.checkpoint().get().snapshot());
        }
        return beginning.run().isPresent()
                ? new Origin.KnowsRun(plan(beginning.run().get()))
                : new Origin.LooksForRun(ProtocolParameters.DEFAULT, RunTerms.insisted(options));
    }

    /** The first line of a life's journal. */
    SegmentHeader header(NodeLife life, Origin origin) {
        return new SegmentHeader(GrapevineVersion.text(), life, random(life).seed(), 0, 0, origin);
    }

    /** All randomness of a life's protocol. */
    RandomStream random(NodeLife life) {
        return new RandomStream(options.get(RunOptions.SEED)).fork("node " + life.self());
    }

    /** A run's terms as the protocol takes them. */
    static RunPlan plan(LocalRun run) {
        RunPlan plan = run.setup().plan(run.setup().initialParameters(run.network()),
                ProtocolParameters.DEFAULT.checkpointInterval());
        return run.setup().plan(plan, run.rows());
    }

    /** The beginning of a life in a run of which this node has learned nothing yet. */
    RunLoader.Beginning nothingLearned(NodeLife before, LocalRun known, Charter charter) {
        byte[] nothing = PeerProtocol.nothingLearned(before, Rooms.ALL, plan(known), random(before));
        return new RunLoader.Beginning(Optional.of(known),
                Optional.of(new CheckpointFile(charter, nothing, known.trainer().save(), 0)));
    }
}
