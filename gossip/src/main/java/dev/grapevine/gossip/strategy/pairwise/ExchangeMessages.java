package dev.grapevine.gossip.strategy.pairwise;

import java.util.List;
import java.util.Locale;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Accept;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockDone;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockOutOfReach;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockQuery;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReminder;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockReply;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockRequest;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockRest;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.BlockUnread;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Decline;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.OfBlock;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Offer;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage.Refusal;
import dev.grapevine.gossip.text.Printable;
import dev.grapevine.gossip.wire.BoundedInput;
import dev.grapevine.gossip.wire.CapBytes;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.LatticeBytes;
import dev.grapevine.gossip.wire.PrefixedOutput;
import dev.grapevine.gossip.wire.StepBytes;

/** The messages of a pairwise exchange: numbers, bytes and words. */
final class ExchangeMessages {

    static final List<MessageType<?>> ALL = List.of(
            new MessageType<>(20, Offer.class, (m, out) -> {
                out.writeVarLong(m.sequence(), true);
                out.writeLong(m.charterFingerprint());
                out.writeVarLong(m.round(), true);
            }, in -> new Offer(FieldBytes.readSequence(in), in.readLong(), FieldBytes.readRound(in)),
                    m -> "offers exchange " + m.sequence() + ", round " + m.round()),
            new MessageType<>(21, Accept.class, (m, out) -> out.writeVarLong(m.sequence(), true),
                    in -> new Accept(FieldBytes.readSequence(in)), m -> "accepts exchange " + m.sequence()),
            new MessageType<>(22, Decline.class, (m, out) -> {
                out.writeVarLong(m.sequence(), true);
                out.writeVarInt(m.refusal().ordinal(), true);
                PrefixedOutput.text(out, m.sentence());
            }, in -> new Decline(FieldBytes.readSequence(in), readRefusal(in), BoundedInput.text(in)),
                    m -> "declines exchange " + m.sequence() + ", " + word(m.refusal()) + ": "
                            + Printable.sentence(m.sentence())),
            new MessageType<>(23, BlockRequest.class,
                    (m, out) -> write(m.sequence(), m.block(), m.step(), m.lattice(), m.most(), m.payload(), out),
                    in -> read(BlockRequest::new, in), m -> "values of block " + m.block() + " in " + m.lattice().bits()
                            + (m.lattice().bits() == 1 ? " bit" : " bits") + step(m.step(), m.sequence())),
            new MessageType<>(24, BlockReply.class,
                    (m, out) -> {
                        writeStart(m.sequence(), m.block(), m.step(), m.lattice(), out);
                        PrefixedOutput.bytes(out, m.payload());
                    },
                    in -> new BlockReply(FieldBytes.readSequence(in), FieldBytes.readBlock(in), StepBytes.read(in),
                            LatticeBytes.read(in), BoundedInput.bytes(in)),
                    m -> "difference in block " + m.block() + step(m.step(), m.sequence())),
            ofBlock(25, BlockOutOfReach.class, BlockOutOfReach::new, "block %d is out of reach"),
            ofBlock(26, BlockDone.class, BlockDone::new, "block %d is done"),
            ofBlock(27, BlockQuery.class, BlockQuery::new, "what about block %d?"),
            ofBlock(28, BlockUnread.class, BlockUnread::new, "block %d was not read"),
            ofBlock(29, BlockReminder.class, BlockReminder::new, "is block %d done?"),
            new MessageType<>(31, BlockRest.class,
                    (m, out) -> write(m.sequence(), m.block(), m.step(), m.lattice(), m.most(), m.payload(), out),
                    in -> read(BlockRest::new, in), m -> "higher bits of block " + m.block() + " up to "
                            + m.lattice().bits() + step(m.step(), m.sequence())));

    private ExchangeMessages() {}

    /** A message with an initiator's values of a block. */
    private interface WithPayload<M> {
        M of(long sequence, int block, MixingStep step, Lattice lattice, Cap most, byte[] payload);
    }

    private interface AboutBlock<M> {
        M of(long sequence, int block);
    }

    private static void write(long sequence, int block, MixingStep step, Lattice lattice, Cap most, byte[] payload,
            Output out) {
        writeStart(sequence, block, step, lattice, out);
        CapBytes.write(most, out);
        PrefixedOutput.bytes(out, payload);
    }

    private static void writeStart(long sequence, int block, MixingStep step, Lattice lattice, Output out) {
        out.writeVarLong(sequence, true);
        out.writeVarInt(block, true);
        StepBytes.write(step, out);
        LatticeBytes.write(lattice, out);
    }

    private static <M> M read(WithPayload<M> message, Input in) {
        return message.of(FieldBytes.readSequence(in), FieldBytes.readBlock(in), StepBytes.read(in),
                LatticeBytes.read(in), CapBytes.read(in), BoundedInput.bytes(in));
    }

    private static <M extends OfBlock> MessageType<M> ofBlock(int number, Class<M> type, AboutBlock<M> message,
            String words) {
        return new MessageType<>(number, type, (m, out) -> {
            out.writeVarLong(m.sequence(), true);
            out.writeVarInt(m.block(), true);
        }, in -> message.of(FieldBytes.readSequence(in), FieldBytes.readBlock(in)),
                m -> String.format(Locale.ROOT, words, m.block()) + ", exchange " + m.sequence());
    }

    private static String step(MixingStep step, long sequence) {
        return ", step " + step + ", exchange " + sequence;
    }

    private static Refusal readRefusal(Input in) {
        Refusal[] all = Refusal.values();
        return all[BoundedInput.upTo(in, all.length - 1, "refusal")];
    }

    private static String word(Refusal refusal) {
        return refusal.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
