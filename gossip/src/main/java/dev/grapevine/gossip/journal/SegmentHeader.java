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
 * How a segment of a journal begins: all that is needed to make the protocol whose events follow. The first segment of a
 * life has number 0; each later one begins with a snapshot.
 *
 * @param grapevineVersion the program that wrote it
 * @param life             whose it is, with what earlier lives have kept if the origin does not have it
 * @param seed             of all of the node's randomness
 * @param segment          its number, from 0
 * @param eventsBefore     events of this life in earlier segments
 */
public record SegmentHeader(String grapevineVersion, NodeLife life, long seed, int segment, long eventsBefore,
        Origin origin) {

    /** What the name of the file ends in that has the segment before the last. */
    public static final String BEFORE_SUFFIX = ".before";

    /**
     * The protocol, at the beginning of the segment.
     *
     * @param rooms the ways of talking that the node knew
     */
    public PeerProtocol protocol(Rooms rooms) {
        return origin.protocol(life, rooms, new RandomStream(seed));
    }

    /** The header of the next segment of the same life. */
    public SegmentHeader next(long events, Origin.FromSnapshot snapshot) {
        return new SegmentHeader(grapevineVersion, NodeLife.of(life.self(), life.incarnation()), seed, segment + 1,
                eventsBefore + events, snapshot);
    }

    /** Whether another header is that of the segment after this one. */
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
                PlanBytes.write(out, looks.parameters());
                PlanBytes.write(out, looks.insisted());
            }
            case Origin.KnowsRun knows -> {
                out.writeByte(2);
                PlanBytes.write(out, knows.plan());
            }
            case Origin.FromSnapshot from -> {
                out.writeByte(3);
                PlanBytes.write(out, from.plan());
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
            case 1 -> new Origin.LooksForRun(PlanBytes.readParameters(in), PlanBytes.readTexts(in));
            case 2 -> new Origin.KnowsRun(PlanBytes.readPlan(in, rooms));
            case 3 -> new Origin.FromSnapshot(PlanBytes.readPlan(in, rooms), BoundedInput.bytes(in));
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
