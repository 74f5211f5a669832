package dev.grapevine.gossip.journal;

import java.util.Optional;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * Binary format of events: the event's number, then its fields in order. The numbers are part of the journal's format.
 */
final class EventCodec {

    private EventCodec() {}

    /** @param roundStart start of the running round, if known: round results are written as differences to it */
    static void write(Output out, Event event, Optional<float[]> roundStart) {
        switch (event) {
            case Event.Started _ -> out.writeByte(1);
            case Event.MessageArrived message -> {
                out.writeByte(2);
                PrefixedOutput.text(out, message.from().text());
                PrefixedOutput.bytes(out, message.bytes());
            }
            case Event.TimerFired fired -> {
                out.writeByte(3);
                write(out, fired.timer());
            }
            case Event.CharterAdopted adopted -> {
                out.writeByte(4);
                PlanCodec.write(out, adopted.plan());
            }
            case Event.SumsReady ready -> {
                out.writeByte(5);
                PrefixedOutput.bytes(out, ready.sums());
            }
            case Event.RoundFinished finished -> {
                out.writeByte(6);
                write(out, finished.result(), roundStart);
            }
            case Event.RoundFailed failed -> {
                out.writeByte(7);
                out.writeLong(failed.round());
                PrefixedOutput.text(out, failed.reason());
            }
            case Event.PeerJoined joined -> {
                out.writeByte(8);
                PrefixedOutput.text(out, joined.peer().text());
                out.writeLong(joined.incarnation());
            }
            case Event.PeerSuspected suspected -> {
                out.writeByte(9);
                PrefixedOutput.text(out, suspected.peer().text());
            }
            case Event.LeaveRequested _ -> out.writeByte(10);
            case Event.PauseRequested _ -> out.writeByte(11);
            case Event.ResumeRequested _ -> out.writeByte(12);
            case Event.CheckpointRequested _ -> out.writeByte(13);
            case Event.MergeFinished merge -> {
                out.writeByte(14);
                out.writeLong(merge.number());
                out.writeVarInt(merge.increments().length, true);
                out.writeInts(merge.increments(), 0, merge.increments().length);
            }
            case Event.Persisted persisted -> {
                out.writeByte(15);
                out.writeLong(persisted.number());
            }
            case Event.FoundRequested _ -> out.writeByte(16);
            case Event.Evaluated evaluated -> {
                out.writeByte(17);
                out.writeVarInt(evaluated.rows(), true);
                out.writeDouble(evaluated.loss());
                out.writeDouble(evaluated.accuracy());
            }
        }
    }

    /**
     * @param rooms the rooms that the reader knows
     * @throws RuntimeException of several kinds if the bytes are no event; nothing is allocated by a length that has not
     *                          been compared with the bytes that remain
     */
    static Event read(Input in, Optional<float[]> roundStart, Rooms rooms) {
        int number = in.readByte();
        return switch (number) {
            case 1 -> new Event.Started();
            case 2 -> new Event.MessageArrived(readPeer(in), BoundedInput.bytes(in));
            case 3 -> new Event.TimerFired(readTimer(in));
            case 4 -> new Event.CharterAdopted(PlanCodec.readPlan(in, rooms));
            case 5 -> new Event.SumsReady(BoundedInput.bytes(in));
            case 6 -> new Event.RoundFinished(readResult(in, roundStart));
            case 7 -> new Event.RoundFailed(in.readLong(), BoundedInput.text(in));
            case 8 -> new Event.PeerJoined(readPeer(in), in.readLong());
            case 9 -> new Event.PeerSuspected(readPeer(in));
            case 10 -> new Event.LeaveRequested();
            case 11 -> new Event.PauseRequested();
            case 12 -> new Event.ResumeRequested();
            case 13 -> new Event.CheckpointRequested();
            case 14 -> new Event.MergeFinished(in.readLong(), readIncrements(in));
            case 15 -> new Event.Persisted(in.readLong());
            case 16 -> new Event.FoundRequested();
            case 17 -> new Event.Evaluated(in.readVarInt(true), in.readDouble(), in.readDouble());
            default -> throw new KryoException("no event has number " + number);
        };
    }

    private static void write(Output out, Timer timer) {
        switch (timer) {
            case Timer.OfConversation of -> {
                out.writeByte(1);
                out.writeVarInt(of.key().kind(), true);
                PrefixedOutput.text(out, of.key().initiator().text());
                out.writeVarLong(of.key().incarnation(), true);
                out.writeVarLong(of.key().sequence(), true);
                out.writeVarInt(of.what(), true);
            }
            case Timer.SendMore _ -> out.writeByte(2);
            case Timer.GoOn _ -> out.writeByte(4);
            case Timer.HurryLeaving _ -> out.writeByte(3);
        }
    }

    private static Timer readTimer(Input in) {
        int number = in.readByte();
        return switch (number) {
            case 1 -> new Timer.OfConversation(new ConversationKey(in.readVarInt(true), readPeer(in),
                    in.readVarLong(true), in.readVarLong(true)), in.readVarInt(true));
            case 2 -> new Timer.SendMore();
            case 4 -> new Timer.GoOn();
            case 3 -> new Timer.HurryLeaving();
            default -> throw new KryoException("no timer has number " + number);
        };
    }

    private static void write(Output out, RoundResult result, Optional<float[]> roundStart) {
        out.writeLong(result.round());
        out.writeInt(result.steps());
        out.writeDouble(result.startLoss());
        out.writeDouble(result.firstLoss());
        out.writeDouble(result.lastLoss());
        int count = result.parameters().length;
        Optional<float[]> near = roundStart.filter(start -> start.length == count);
        out.writeVarInt(count, true);
        out.writeBoolean(near.isPresent());
        FloatDifferences.write(out, result.parameters(), near.orElseGet(() -> new float[count]));
    }

    private static RoundResult readResult(Input in, Optional<float[]> roundStart) {
        long round = in.readLong();
        int steps = in.readInt();
        double startLoss = in.readDouble();
        double firstLoss = in.readDouble();
        double lastLoss = in.readDouble();
        int count = BoundedInput.upTo(in, FloatDifferences.countMax(in), "number of parameters");
        boolean near = in.readBoolean();
        if (near && roundStart.filter(start -> start.length == count).isEmpty()) {
            throw new KryoException("the result of a round whose start is unknown");
        }
        float[] parameters = FloatDifferences.read(in, near ? roundStart.get() : new float[count]);
        return new RoundResult(round, parameters, steps, startLoss, firstLoss, lastLoss);
    }

    private static int[] readIncrements(Input in) {
        int count = BoundedInput.upTo(in, BoundedInput.remaining(in) / Integer.BYTES, "number of parameters");
        return in.readInts(count);
    }

    private static PeerId readPeer(Input in) {
        return new PeerId(BoundedInput.text(in));
    }
}
