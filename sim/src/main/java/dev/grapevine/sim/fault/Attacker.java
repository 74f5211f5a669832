package dev.grapevine.sim.fault;

import java.util.Arrays;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.PayloadMessage;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;
import dev.grapevine.sim.scenario.AttackKind;

/** A Byzantine node's lies: the results and frames that replace honest ones. */
public final class Attacker {

    private static final int REMEMBERED_FRAMES = 64;
    private static final float RANGE = FixedPoint.LIMIT * FixedPoint.UNIT;

    private final FrameCodec frames;
    private final RandomStream random;
    private final byte[][] remembered = new byte[REMEMBERED_FRAMES][];
    private int sent;

    /** @param random random stream of the node's lies */
    public Attacker(FrameCodec frames, RandomStream random) {
        this.frames = frames;
        this.random = random;
    }

    /** Whether this attack changes frames, not only results. */
    public static boolean liesInFrames(AttackKind kind) {
        return kind != AttackKind.SIGN_FLIP;
    }

    /** The result of a round of training. */
    public static RoundResult result(AttackKind kind, float[] start, RoundResult honest) {
        if (kind != AttackKind.SIGN_FLIP) {
            return honest;
        }
        float[] flipped = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            float opposite = 2 * start[i] - honest.parameters()[i];
            // The node's own protocol would reject values beyond the range and stop in the end.
            flipped[i] = Math.max(-RANGE, Math.min(RANGE, opposite));
        }
        return new RoundResult(honest.round(), flipped, honest.steps(), 1, 1);
    }

    /** The frames that are sent in place of one. */
    public List<byte[]> frames(AttackKind kind, byte[] honest) {
        return switch (kind) {
            case SIGN_FLIP -> List.of(honest);
            case NAN -> List.of(notNumbers(honest));
            case RANDOM_BYTES -> List.of(randomBytes(honest.length));
            case REPLAY -> withEarlier(honest);
        };
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private List<byte[]> withEarlier(byte[] honest) {
        int known = Math.min(sent, REMEMBERED_FRAMES);
        byte[] earlier = known > 0 && sent % 2 == 1 ? remembered[random.nextInt(known)] : null;
        remembered[sent % REMEMBERED_FRAMES] = honest;
        sent++;
        return earlier == null ? List.of(honest) : List.of(honest, earlier);
    }

    /** All bits of a number set are NaN in each format of floats, and the largest in those of whole numbers. */
    private byte[] notNumbers(byte[] honest) {
        try {
            Envelope envelope = frames.decode(honest);
            return frames.encode(new Envelope(envelope.senderIncarnation(), envelope.receiverIncarnation(),
                    withoutNumbers(envelope.message())));
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("The protocol sent a frame that it cannot read", e);
        }
    }

    private static Message withoutNumbers(Message message) {
        return message instanceof PayloadMessage parameters
                ? parameters.withPayload(ones(parameters.payload()))
                : message;
    }

    private static byte[] ones(byte[] payload) {
        byte[] ones = new byte[payload.length];
        Arrays.fill(ones, (byte) 0xff);
        return ones;
    }
}
