package dev.grapevine.gossip.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.delta.BlockCoding;
import dev.grapevine.consensus.link.ConsensusStep;
import dev.grapevine.consensus.link.LinkCoding;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * The memory of a node's links, two replicas a link, at most {@value #LINKS_MAX} of them: beyond, the one that was used
 * least recently is forgotten, and made again if its peer comes back to it.
 *
 * <p>A link has one memory, so only one of its ends starts exchanges over it: which, is drawn by the names of the two.
 */
final class Links implements Codings {

    static final int LINKS_MAX = 16;

    private final RunPlan plan;
    private final PublishedParameters replica;
    private final int[] initial;
    /** In the order of use, least recent first. */
    private final Map<PeerId, LinkCoding> links = new LinkedHashMap<>(LINKS_MAX, 0.75f, true);

    Links(RunPlan plan, PublishedParameters replica) {
        this.plan = plan;
        this.replica = replica;
        this.initial = new PublishedParameters(replica.blocks(), plan.initialParameters()).units();
    }

    @Override
    public BlockCoding with(PeerId peer) {
        LinkCoding link = links.get(peer);
        if (link == null) {
            makeRoom();
            link = newLink();
            links.put(peer, link);
        }
        return link;
    }

    private LinkCoding newLink() {
        return new LinkCoding(Compressors.byName(plan.compression()), replica, initial,
                ConsensusStep.of(Compressors.byName(plan.compression()), replica.blocks().length(0)));
    }

    private void makeRoom() {
        Iterator<LinkCoding> leastRecent = links.values().iterator();
        while (links.size() >= LINKS_MAX && leastRecent.hasNext()) {
            // Without its memory the answer to a request could not be applied.
            if (!leastRecent.next().isAwaited()) {
                leastRecent.remove();
            }
        }
    }

    @Override
    public boolean isStartedBy(PeerId self, PeerId peer) {
        PeerId first = self.compareTo(peer) < 0 ? self : peer;
        PeerId second = first.equals(self) ? peer : self;
        boolean byFirst = new RandomStream(plan.charter().fingerprint()).fork("link " + first.text())
                .fork(second.text()).nextInt(2) == 0;
        return byFirst == first.equals(self);
    }

    @Override
    public void forget(PeerId peer) {
        links.remove(peer);
    }

    @Override
    public void save(Output out) {
        out.writeVarInt(links.size(), true);
        links.forEach((peer, link) -> {
            out.writeString(peer.text());
            link.save((own, peers, updates, pending) -> {
                out.writeInts(own, 0, own.length);
                out.writeInts(peers, 0, peers.length);
                out.writeInts(updates, 0, updates.length);
                out.writeVarInt(pending.size(), true);
                pending.forEach((block, bytes) -> {
                    out.writeVarInt(block, true);
                    out.writeVarInt(bytes.length, true);
                    out.writeBytes(bytes);
                });
            });
        });
    }

    @Override
    public void restore(Input in) {
        int parameters = initial.length;
        int blocks = replica.blocks().count();
        for (int left = BoundedInput.upTo(in, LINKS_MAX + BoundedInput.remaining(in), "links"); left > 0; left--) {
            PeerId peer = new PeerId(in.readString());
            LinkCoding link = newLink();
            int[] own = in.readInts(parameters);
            int[] peers = in.readInts(parameters);
            int[] updates = in.readInts(blocks);
            SortedMap<Integer, byte[]> pending = new TreeMap<>();
            for (int more = BoundedInput.upTo(in, blocks, "requests"); more > 0; more--) {
                int block = in.readVarInt(true);
                pending.put(block, BoundedInput.bytes(in));
            }
            link.restore(own, peers, updates, pending);
            links.put(peer, link);
        }
    }
}
