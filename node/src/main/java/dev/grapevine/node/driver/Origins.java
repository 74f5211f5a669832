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
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunTerms;
import dev.grapevine.node.store.CheckpointFile;

/** Origins of lives: the state and the randomness that a protocol starts from. Thread-safe. */
final class Origins {

    private final RunOptions options;
    private final int foundingNodes;

    /** @param foundingNodes {@link ProtocolParameters#foundingNodes} */
    Origins(RunOptions options, int foundingNodes) {
        this.options = options;
        this.foundingNodes = foundingNodes;
    }

    /** The origin for a beginning: a checkpoint, a known run, or neither. */
    Origin of(RunLoader.Beginning beginning) {
        if (beginning.checkpoint().isPresent()) {
            return new Origin.FromSnapshot(plan(beginning.run().orElseThrow()),
                    beginning.checkpoint().get().snapshot());
        }
        return beginning.run().isPresent()
                ? new Origin.KnowsRun(plan(beginning.run().get()))
                : new Origin.LooksForRun(ProtocolParameters.DEFAULT.withFoundingNodes(foundingNodes),
                        RunTerms.pinned(options));
    }

    /** The header of a life's journal. */
    SegmentHeader header(NodeLife life, Origin origin) {
        return new SegmentHeader(GrapevineVersion.text(), life, random(life).seed(), 0, 0, origin);
    }

    /** The random stream of a life's protocol. */
    RandomStream random(NodeLife life) {
        return new RandomStream(options.get(ControlOptions.SEED)).fork("node " + life.self());
    }

    /** The protocol's plan of a run. Checkpoints are asked for when they are due, see {@link CheckpointClock}. */
    static RunPlan plan(LocalRun run) {
        RunPlan plan = run.setup().plan(run.setup().initialParameters(run.network()),
                CheckpointSpacing.MAX);
        return run.setup().plan(plan, run.rows());
    }

    /** The beginning of a life in a run that is new to this node. */
    RunLoader.Beginning nothingLearned(NodeLife before, LocalRun known, Charter charter) {
        byte[] nothing = PeerProtocol.nothingLearned(before, Rooms.ALL, plan(known), random(before));
        return new RunLoader.Beginning(Optional.of(known),
                Optional.of(new CheckpointFile(charter, nothing, known.trainer().save(), 0)), "");
    }
}
