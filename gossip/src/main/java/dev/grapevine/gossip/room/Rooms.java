package dev.grapevine.gossip.room;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.joining.CopyingRoom;
import dev.grapevine.gossip.joining.JoiningRoom;
import dev.grapevine.gossip.leaving.LeavingRoom;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageTable;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.shares.ClassSharesRoom;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.strategy.age.AgeRoom;
import dev.grapevine.gossip.strategy.link.LinkRoom;
import dev.grapevine.gossip.strategy.pairwise.PairwiseRoom;
import dev.grapevine.gossip.wire.FrameCodec;

/** The ways of talking that nodes know: whoever adds one adds a line here. Immutable; may be used by any thread. */
public final class Rooms {

    /** Those that Grapevine has. */
    public static final Rooms ALL = new Rooms(List.of(
            new JoiningRoom(),
            new CopyingRoom(),
            new ClassSharesRoom(),
            new LeavingRoom(),
            new PairwiseRoom(),
            new LinkRoom(),
            new AgeRoom()));

    private static final int NUMBERS = 128;

    private final List<Room> rooms;
    private final MessageTable messages;
    /** By the numbers of their messages. */
    private final Room[] byMessage = new Room[NUMBERS];

    /** @throws IllegalArgumentException if two have the same number, name or message */
    public Rooms(List<? extends Room> rooms) {
        this.rooms = List.copyOf(rooms);
        if (rooms.stream().map(Room::kind).distinct().count() < rooms.size()
                || rooms.stream().map(Room::name).distinct().count() < rooms.size()) {
            throw new IllegalArgumentException("Two ways of talking have the same number or name");
        }
        List<MessageType<?>> types = new ArrayList<>();
        for (Room room : rooms) {
            types.addAll(room.messages());
            room.messages().forEach(type -> byMessage[type.number()] = room);
        }
        this.messages = new MessageTable(types);
    }

    /** These and one more. */
    public Rooms with(Room room) {
        return new Rooms(Stream.concat(rooms.stream(), Stream.of(room)).toList());
    }

    public List<Room> rooms() {
        return rooms;
    }

    /** What can be said in any of them. */
    public MessageTable messages() {
        return messages;
    }

    /**
     * Writes and reads the frames of all of them; not for several threads at once.
     *
     * @param frameBytesMax the longest frame
     */
    public FrameCodec frames(int frameBytesMax) {
        return new FrameCodec(messages, frameBytesMax);
    }

    /** The room in which something is said. */
    public Room of(Message message) {
        return byMessage[messages.of(message).number()];
    }

    /**
     * The room of a number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Room of(int kind) {
        return rooms.stream().filter(room -> room.kind() == kind).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way of talking has number " + kind));
    }

    /** The strategies, the usual one first. */
    public List<StrategyRoom> strategies() {
        return rooms.stream().filter(StrategyRoom.class::isInstance).map(StrategyRoom.class::cast).toList();
    }

    public List<String> strategyNames() {
        return strategies().stream().map(Room::name).toList();
    }

    /**
     * The strategy of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public StrategyRoom strategy(String name) {
        return strategies().stream().filter(room -> room.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no strategy: allowed are "
                        + String.join(", ", strategyNames())));
    }

    /** What a user may write for one strategy or another. */
    public String allowedCompressions() {
        return strategies().stream().map(room -> room == strategies().getFirst()
                ? room.allowedCompressions()
                : "with " + room.name() + " " + room.allowedCompressions()).collect(Collectors.joining("; "));
    }
}
