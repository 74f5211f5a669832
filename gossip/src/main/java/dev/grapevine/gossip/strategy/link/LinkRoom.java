package dev.grapevine.gossip.strategy.link;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.strategy.pairwise.PairwiseRoom;
import dev.grapevine.gossip.strategy.pairwise.PairwiseStrategy;

/**
 * The strategy {@code choco}: exchanges between neighbours that remember what they have sent each other. Its messages
 * are those of pairwise exchanges with other payloads.
 */
public final class LinkRoom implements StrategyRoom {

    @Override
    public int kind() {
        return 21;
    }

    @Override
    public String name() {
        return "choco";
    }

    @Override
    public List<MessageType<?>> messages() {
        return List.of();
    }

    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("Its conversations are pairwise exchanges");
    }

    @Override
    public ChosenStrategy with(String compression) {
        return new Chosen(this, compression, Compressors.maker(compression));
    }

    @Override
    public String allowedCompressions() {
        return Compressors.ALLOWED;
    }

    @Override
    public List<String> compressionExamples() {
        return Compressors.EXAMPLES;
    }

    @Override
    public boolean needsNeighboursThatStay() {
        return true;
    }

    /** @param compressors makes one for each link */
    private record Chosen(LinkRoom room, String compression, Supplier<Compressor> compressors)
            implements
                ChosenStrategy {

        /** No guarantee if a node has more neighbours than memories: memories are then forgotten and begun again. */
        @Override
        public Optional<Promise> promise(Blocks blocks, ProtocolParameters parameters, int neighboursMost) {
            return neighboursMost <= Links.LINKS_MAX
                    ? Promise.ofLinks(compressors.get(), blocks)
                    : Optional.empty();
        }

        @Override
        public Strategy begin(StrategyContext context) {
            return new PairwiseStrategy(new PairwiseRoom(), new Links(compressors,
                    context.replica().published(), context.initialParameters(),
                    forgotten -> context.reached(Limit.LINKS, forgotten)), context);
        }
    }
}
