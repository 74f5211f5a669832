package dev.grapevine.gossip.journal;

import java.util.SortedMap;
import java.util.TreeMap;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * Header of a journal segment: everything needed to recreate the protocol that handles the segment's events. The first
 * segment of a life has number 0; each later one starts with a snapshot.
 *
 * @param grapevineVersion version of the program that wrote it
 * @param life             identity and life of the node, with the kept state of earlier lives unless the origin has it
 * @param seed             seed of all the node's randomness
 * @param segment          number of the segment, from 0
 * @param eventsBefore     events of this life in earlier segments
 */
public record SegmentHeader(String grapevineVersion, NodeLife life, long seed, int segment, long eventsBefore,
        Origin origin) {

    /** Suffix of the file with the previous segment. */
    public static final String BEFORE_SUFFIX = ".before";

    /**
     * Creates the protocol at the start of the segment.
     *
     * @param rooms message families that the node knew
     */
    public PeerProtocol protocol(Rooms rooms) {
        return origin.protocol(life, rooms, new RandomStream(seed));
    }

    /** Header of the next segment of the same life. */
    public SegmentHeader next(long events, Origin.FromSnapshot snapshot) {
        return new SegmentHeader(grapevineVersion, NodeLife.of(life.self(), life.incarnation()), seed, segment + 1,
                eventsBefore + events, snapshot);
    }

    /** Whether another header is that of the next segment. */
    public boolean isFollowedBy(SegmentHeader other) {
        return other.life.self().equals(life.self()) && other.life.incarnation() == life.incarnation()
                && other.seed == seed
                && other.segment == segment + 1;
    }

    void write(Output out) {
        PrefixedOutput.text(out, grapevineVersion);
        PrefixedOutput.text(out, life.self().text());
        out.writeLong(life.incarnation());
        out.writeVarInt(life.kept().size(), true);
        life.kept().forEach((name, bytes) -> {
            PrefixedOutput.text(out, name);
            PrefixedOutput.bytes(out, bytes);
        });
        out.writeLong(seed);
        out.writeInt(segment);
        out.writeLong(eventsBefore);
        switch (origin) {
            case Origin.LooksForRun looks -> {
                out.writeByte(1);
                PlanCodec.write(out, looks.parameters());
                PlanCodec.write(out, looks.pinned());
            }
            case Origin.KnowsRun knows -> {
                out.writeByte(2);
                PlanCodec.write(out, knows.plan());
            }
            case Origin.FromSnapshot from -> {
                out.writeByte(3);
                PlanCodec.write(out, from.plan());
                PrefixedOutput.bytes(out, from.snapshot());
            }
        }
    }

    /** @param rooms the rooms that the reader knows */
    static SegmentHeader read(Input in, Rooms rooms) {
        String version = BoundedInput.text(in);
        NodeLife life = new NodeLife(new PeerId(BoundedInput.text(in)), in.readLong(), readKept(in));
        long seed = in.readLong();
        return new SegmentHeader(version, life, seed, in.readInt(), in.readLong(), readOrigin(in, rooms));
    }

    private static Origin readOrigin(Input in, Rooms rooms) {
        int number = in.readByte();
        return switch (number) {
            case 1 -> new Origin.LooksForRun(PlanCodec.readParameters(in), PlanCodec.readTexts(in));
            case 2 -> new Origin.KnowsRun(PlanCodec.readPlan(in, rooms));
            case 3 -> new Origin.FromSnapshot(PlanCodec.readPlan(in, rooms), BoundedInput.bytes(in));
            default -> throw new KryoException("no origin has number " + number);
        };
    }

    private static SortedMap<String, byte[]> readKept(Input in) {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        for (int left = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of entries"); left > 0; left--) {
            kept.put(BoundedInput.text(in), BoundedInput.bytes(in));
        }
        return kept;
    }
}
