package dev.grapevine.gossip.wire;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.ClassShares;

/**
 * One serializer a message, written out: Kryo's own readers allocate what a frame claims before looking whether it is
 * there. The numbers of {@link #register} are part of the wire format.
 */
final class MessageSerializers {

    private static final int MAX_BLOCK = 1 << 24;
    private static final int MAX_OPEN_EXCHANGES = 1 << 16;

    private MessageSerializers() {}

    /** Registers every message with its number. */
    static void register(Kryo kryo) {
        register(kryo, 10, Message.CharterRequest.class, (m, out) -> {}, in -> new Message.CharterRequest());
        register(kryo, 11, Message.CharterReply.class, (m, out) -> {
            out.writeBoolean(m.charter().isPresent());
            m.charter().ifPresent(charter -> CharterBytes.write(charter, out));
            out.writeVarLong(m.rounds(), true);
        }, in -> new Message.CharterReply(in.readBoolean() ? Optional.of(CharterBytes.read(in)) : Optional.empty(),
                BoundedInput.count(in, "round")));
        register(kryo, 12, Message.CopyRequest.class, (m, out) -> out.writeVarInt(m.block(), true),
                in -> new Message.CopyRequest(readBlock(in)));
        register(kryo, 13, Message.CopyReply.class, (m, out) -> {
            out.writeVarInt(m.block(), true);
            write(m.payload(), out);
        }, in -> new Message.CopyReply(readBlock(in), BoundedInput.bytes(in)));
        register(kryo, 14, Message.SumsRequest.class, (m, out) -> {}, in -> new Message.SumsRequest());
        register(kryo, 15, Message.SumsReply.class, (m, out) -> write(m.sums(), out),
                in -> new Message.SumsReply(BoundedInput.bytes(in)));
        register(kryo, 16, Message.ClassSharesNotice.class, (m, out) -> {
            out.writeLong(m.charterFingerprint());
            write(m.shares().toBytes(), out);
        }, in -> new Message.ClassSharesNotice(in.readLong(), ClassShares.ofBytes(BoundedInput.bytes(in))));
        register(kryo, 20, Message.Offer.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeLong(m.charterFingerprint());
            out.writeVarLong(m.round(), true);
        }, in -> new Message.Offer(readSequence(in), in.readLong(), BoundedInput.count(in, "round")));
        register(kryo, 21, Message.Accept.class, (m, out) -> out.writeVarLong(m.sequence(), true),
                in -> new Message.Accept(readSequence(in)));
        register(kryo, 22, Message.Decline.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.refusal().ordinal(), true);
            write(m.sentence(), out);
        }, in -> new Message.Decline(readSequence(in), readRefusal(in), BoundedInput.text(in)));
        register(kryo, 23, Message.BlockRequest.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
            out.writeVarInt(m.openExchanges(), true);
            GridBytes.write(m.grid(), out);
            write(m.payload(), out);
        }, in -> new Message.BlockRequest(readSequence(in), readBlock(in), readOpenExchanges(in), GridBytes.read(in),
                BoundedInput.bytes(in)));
        register(kryo, 24, Message.BlockReply.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
            out.writeVarInt(m.openExchanges(), true);
            GridBytes.write(m.grid(), out);
            write(m.payload(), out);
        }, in -> new Message.BlockReply(readSequence(in), readBlock(in), readOpenExchanges(in), GridBytes.read(in),
                BoundedInput.bytes(in)));
        register(kryo, 25, Message.BlockOutOfReach.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
        }, in -> new Message.BlockOutOfReach(readSequence(in), readBlock(in)));
        register(kryo, 26, Message.BlockDone.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
        }, in -> new Message.BlockDone(readSequence(in), readBlock(in)));
        register(kryo, 27, Message.BlockQuery.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
        }, in -> new Message.BlockQuery(readSequence(in), readBlock(in)));
        register(kryo, 28, Message.BlockUnread.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
        }, in -> new Message.BlockUnread(readSequence(in), readBlock(in)));
        register(kryo, 29, Message.BlockReminder.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
        }, in -> new Message.BlockReminder(readSequence(in), readBlock(in)));
        register(kryo, 31, Message.BlockRest.class, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
            out.writeVarInt(m.openExchanges(), true);
            GridBytes.write(m.grid(), out);
            write(m.payload(), out);
        }, in -> new Message.BlockRest(readSequence(in), readBlock(in), readOpenExchanges(in), GridBytes.read(in),
                BoundedInput.bytes(in)));
        register(kryo, 30, Message.Leaving.class, (m, out) -> {}, in -> new Message.Leaving());
    }

    private static <M extends Message> void register(Kryo kryo, int number, Class<M> type, BiConsumer<M, Output> writer,
            Function<Input, M> reader) {
        kryo.register(type, new Serializer<M>(false, true) {
            @Override
            public void write(Kryo unused, Output output, M message) {
                writer.accept(message, output);
            }

            @Override
            public M read(Kryo unused, Input input, Class<? extends M> unusedType) {
                return reader.apply(input);
            }
        }, number);
    }

    private static void write(byte[] bytes, Output out) {
        PrefixedOutput.bytes(out, bytes);
    }

    private static void write(String text, Output out) {
        PrefixedOutput.text(out, text);
    }

    private static long readSequence(Input in) {
        return BoundedInput.count(in, "sequence");
    }

    private static int readBlock(Input in) {
        return BoundedInput.upTo(in, MAX_BLOCK, "block");
    }

    private static int readOpenExchanges(Input in) {
        return BoundedInput.upTo(in, MAX_OPEN_EXCHANGES, "number of exchanges");
    }

    private static Message.Refusal readRefusal(Input in) {
        Message.Refusal[] all = Message.Refusal.values();
        return all[BoundedInput.upTo(in, all.length - 1, "refusal")];
    }
}
