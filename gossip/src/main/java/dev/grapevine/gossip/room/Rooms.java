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
import dev.grapevine.gossip.notice.NoticesRoom;
import dev.grapevine.gossip.shares.ClassSharesRoom;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.strategy.age.AgeRoom;
import dev.grapevine.gossip.strategy.link.LinkRoom;
import dev.grapevine.gossip.strategy.pairwise.PairwiseRoom;
import dev.grapevine.gossip.wire.FrameCodec;

/** The rooms that nodes know: a new room needs a line here. Immutable; may be used by any thread. */
public final class Rooms {

    /** The rooms of Grapevine. */
    public static final Rooms ALL = new Rooms(List.of(
            new JoiningRoom(),
            new CopyingRoom(),
            new ClassSharesRoom(),
            new LeavingRoom(),
            new NoticesRoom(),
            new PairwiseRoom(),
            new LinkRoom(),
            new AgeRoom()));

    private static final int NUMBERS = 128;

    private final List<Room> rooms;
    private final MessageTable messages;
    /** Rooms by the numbers of their messages. */
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

    /** These rooms and one more. */
    public Rooms with(Room room) {
        return new Rooms(Stream.concat(rooms.stream(), Stream.of(room)).toList());
    }

    public List<Room> rooms() {
        return rooms;
    }

    /** The messages of all rooms. */
    public MessageTable messages() {
        return messages;
    }

    /**
     * A codec for the frames of all rooms; not for several threads at once.
     *
     * @param frameBytesMax the longest frame
     */
    public FrameCodec frames(int frameBytesMax) {
        return new FrameCodec(messages, frameBytesMax);
    }

    /** The room of a message. */
    public Room of(Message message) {
        return byMessage[messages.of(message).number()];
    }

    /** The features of all rooms that not every version knows. */
    public long features() {
        return rooms.stream().mapToLong(Room::feature).reduce(0, (a, b) -> a | b);
    }

    /** The feature that a peer needs to know the message in a frame of this node's; 0 if every peer knows it. */
    public long featureFor(byte[] frame) {
        return byMessage[FrameCodec.messageNumber(frame)].feature();
    }

    /**
     * The room with a number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Room of(int kind) {
        return rooms.stream().filter(room -> room.kind() == kind).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way of talking has number " + kind));
    }

    /** The strategies, the default first. */
    public List<StrategyRoom> strategies() {
        return rooms.stream().filter(StrategyRoom.class::isInstance).map(StrategyRoom.class::cast).toList();
    }

    public List<String> strategyNames() {
        return strategies().stream().map(Room::name).toList();
    }

    /**
     * The strategy with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public StrategyRoom strategy(String name) {
        return strategies().stream().filter(room -> room.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no strategy: allowed are "
                        + String.join(", ", strategyNames())));
    }

    /**
     * The strategy with a name, with a compression.
     *
     * @throws IllegalArgumentException if there is none, or if it cannot use the compression
     */
    public ChosenStrategy strategy(String name, String compression) {
        return strategy(name).with(compression);
    }

    /** The values of {@code gossip.compression} that any strategy allows, as words for users. */
    public String allowedCompressions() {
        return strategies().stream().map(room -> room == strategies().getFirst()
                ? room.allowedCompressions()
                : "with " + room.name() + " " + room.allowedCompressions()).collect(Collectors.joining("; "));
    }
}
