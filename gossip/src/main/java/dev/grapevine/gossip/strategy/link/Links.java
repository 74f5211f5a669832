package dev.grapevine.gossip.strategy.link;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.link.ConsensusStep;
import dev.grapevine.consensus.link.LinkCoding;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.pairwise.Codings;

/**
 * The memory of a node's links, two replicas a link, at most {@value #LINKS_MAX} of them: beyond, the least recently
 * used one is forgotten, and begun again if its peer comes back to it.
 *
 * <p>A link has one memory, so only one of its ends starts exchanges over it, which is drawn by the names of the two.
 */
final class Links implements Codings {

    static final int LINKS_MAX = 16;
    /** Any number that all nodes have. */
    private static final long STARTERS_SEED = 1;

    private final Supplier<Compressor> compressors;
    private final PublishedParameters replica;
    private final Consumer<PeerId> forgetting;
    private final int[] initial;
    /** The compressor that is only asked for its properties: each link has one of its own. */
    private final Compressor compressor;
    /** The links, in order of use, least recent first. */
    private final Map<PeerId, LinkCoding> links = new LinkedHashMap<>(LINKS_MAX, 0.75f, true);

    /**
     * @param compressors makes one for each link
     * @param initial     the parameters that every replica of the run starts from
     * @param forgetting  told of each peer whose link makes room for another
     */
    Links(Supplier<Compressor> compressors, PublishedParameters replica, float[] initial,
            Consumer<PeerId> forgetting) {
        this.forgetting = forgetting;
        this.compressors = compressors;
        this.replica = replica;
        this.compressor = compressors.get();
        this.initial = new PublishedParameters(replica.blocks(), initial).units();
    }

    @Override
    public int requestBytesMax(int length) {
        return LinkCoding.requestBytesMax(compressor, length);
    }

    @Override
    public boolean needsNeighbours() {
        return true;
    }

    /** Whether there is a link with a peer, or room for one, if need be of a link that may be forgotten. */
    @Override
    public boolean hasRoom(PeerId peer) {
        return links.containsKey(peer) || links.size() < LINKS_MAX
                || links.values().stream().anyMatch(link -> !link.isAwaited());
    }

    /** @throws IllegalStateException if there is no room for one */
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
        return new LinkCoding(compressors.get(), replica, initial,
                ConsensusStep.of(compressor, replica.blocks().length(0)));
    }

    private void makeRoom() {
        Iterator<Map.Entry<PeerId, LinkCoding>> leastRecent = links.entrySet().iterator();
        while (links.size() >= LINKS_MAX) {
            if (!leastRecent.hasNext()) {
                throw new IllegalStateException("Answers are awaited over all links");
            }
            // Without its memory the answer to a request could not be applied.
            Map.Entry<PeerId, LinkCoding> link = leastRecent.next();
            if (!link.getValue().isAwaited()) {
                leastRecent.remove();
                forgetting.accept(link.getKey());
            }
        }
    }

    /**
     * Follows from the two identities and from nothing else: nodes in runs that were founded apart have to agree on it, too,
     * or neither would ever hear of the other's run.
     */
    @Override
    public boolean isStartedBy(PeerId self, PeerId peer) {
        PeerId first = self.compareTo(peer) < 0 ? self : peer;
        PeerId second = first.equals(self) ? peer : self;
        boolean byFirst = new RandomStream(STARTERS_SEED).fork("link " + first.text())
                .fork(second.text()).nextInt(2) == 0;
        return byFirst == first.equals(self);
    }

    @Override
    public void forget(PeerId peer) {
        links.remove(peer);
    }

    @Override
    public void save(StateWriter out) {
        out.putCount(links.size());
        links.forEach((peer, link) -> {
            out.putText(peer.text());
            link.save(out);
        });
    }

    @Override
    public void restore(StateReader in) {
        for (int left = in.getCount(LINKS_MAX); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            LinkCoding link = newLink();
            link.restore(in);
            links.put(peer, link);
        }
    }
}
