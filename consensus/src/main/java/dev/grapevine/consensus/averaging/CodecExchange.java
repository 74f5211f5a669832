package dev.grapevine.consensus.averaging;

import java.util.Optional;

import dev.grapevine.consensus.averaging.Averaging.Replica;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.Lattice;

/**
 * The exchange of the protocol: values there, difference back, both move by the same integers. After a failure to
 * decode, only the higher bits travel.
 */
public final class CodecExchange implements Averaging.Exchange {

    private static final Average AVERAGE = new Average();

    private final DeltaCodec codec;

    public CodecExchange(DeltaCodec codec) {
        this.codec = codec;
    }

    @Override
    public long between(Replica initiator, Replica responder, int block, int ditherSeed) {
        Blocks blocks = initiator.parameters().blocks();
        int length = blocks.length(block);
        int[] differences = new int[length];
        long bytes = 0;
        Lattice lattice = codec.firstLattice(initiator.scale().expected(block));
        Optional<Lattice> unread = Optional.empty();
        for (boolean isRead = false; !isRead;) {
            Lattice current = lattice;
            byte[] payload = new byte[codec.valueBytesMax(lattice, length)];
            int valueBytes = codec.encodeValues(initiator.parameters().units(), blocks.offset(block), length, lattice,
                    ditherSeed, payload, 0);
            bytes += unread.flatMap(known -> codec.highBits(payload, current, known, length))
                    .map(rest -> rest.length).orElse(valueBytes);
            isRead = switch (codec.difference(payload, 0, valueBytes, responder.parameters().units(),
                    blocks.offset(block), length, lattice, ditherSeed, differences)) {
                case DECODED -> true;
                case OUT_OF_REACH -> false;
                case MALFORMED -> throw new IllegalStateException("honest values were refused by " + codec.name());
            };
            unread = Optional.of(lattice);
            lattice = isRead ? lattice : codec.widen(lattice);
        }
        byte[] reply = new byte[codec.differenceBytesMax(lattice, length)];
        int replyBytes = codec.encodeDifference(differences, length, lattice, ditherSeed, reply, 0);
        responder.scale().observed(block, Differences.largest(differences, length));
        AVERAGE.toIncrements(differences, length, MixingStep.HALF.damped(codec.damping()));
        responder.parameters().addIncrements(block, differences);

        int[] received = new int[length];
        if (!codec.decodeDifference(reply, 0, replyBytes, length, lattice, ditherSeed, received)) {
            throw new IllegalStateException("an honest reply was refused by " + codec.name());
        }
        initiator.scale().observed(block, Differences.largest(received, length));
        AVERAGE.toIncrements(received, length, MixingStep.HALF.damped(codec.damping()));
        initiator.parameters().subtractIncrements(block, received);
        return bytes + replyBytes;
    }
}
