package dev.grapevine.node.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.node.replica.training.Gradients;
import dev.grapevine.node.replica.training.LocalTrainer;

/**
 * Consistent checkpoint of a node: the run's charter and the states of protocol and trainer, all from the end of the
 * same round.
 *
 * <p>Format: a magic number of eight letters, a CRC-32C of the rest, then each part preceded by its length, big-endian.
 *
 * @param steps local steps of rounds that counted, since the beginning of the run
 */
public record CheckpointFile(Charter charter, byte[] snapshot, LocalTrainer.State trainer, long steps) {

    private static final byte[] MAGIC = "GRPVCUT3".getBytes(StandardCharsets.US_ASCII);
    /** Magic number of version 0.1, which did not save the row order: the current epoch continues in another order. */
    private static final byte[] MAGIC_01 = "GRPVCUT2".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES;

    public byte[] encode() {
        List<byte[]> parts = new ArrayList<>();
        for (Charter.Term term : charter.terms()) {
            parts.add(term.name().getBytes(StandardCharsets.UTF_8));
            parts.add(term.value().getBytes(StandardCharsets.UTF_8));
            parts.add(new byte[]{(byte) (term.binding() ? 1 : 0)});
        }
        ByteBuffer optimizer = ByteBuffer.allocate(Float.BYTES * trainer.optimizerState().length);
        optimizer.asFloatBuffer().put(trainer.optimizerState());
        byte[] kind = trainer.optimizer().getBytes(StandardCharsets.UTF_8);
        int size = MAGIC.length + 3 * Integer.BYTES + parts.stream().mapToInt(p -> Integer.BYTES + p.length).sum()
                + snapshot.length + 4 * Long.BYTES + 3 * Integer.BYTES + kind.length + optimizer.capacity();
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(MAGIC).putInt(0);
        out.putInt(charter.terms().size());
        parts.forEach(part -> out.putInt(part.length).put(part));
        out.putInt(snapshot.length).put(snapshot);
        Gradients.Place place = trainer.place();
        out.putLong(place.epoch()).putInt(place.position()).putLong(place.order()).putLong(place.computed())
                .putLong(steps);
        out.putInt(kind.length).put(kind);
        out.putInt(optimizer.capacity()).put(optimizer);
        out.putInt(MAGIC.length, checksum(out.array()));
        return out.array();
    }

    /**
     * Reads a checkpoint.
     *
     * @throws DamagedFileException     if the bytes are not whole
     * @throws IllegalArgumentException if a later version wrote them; the message is a clause
     */
    public static CheckpointFile decode(byte[] bytes) {
        if (bytes.length == 0) {
            throw new DamagedFileException("it is empty");
        }
        if (bytes.length < HEAD_BYTES || !begins(bytes, MAGIC_01) && !begins(bytes, MAGIC)) {
            if (isOfLaterVersion(bytes)) {
                throw new IllegalArgumentException("it is of a later version of Grapevine");
            }
            throw new DamagedFileException("it does not begin as a checkpoint does");
        }
        if (!hasRightChecksum(bytes)) {
            throw new DamagedFileException("its checksum is wrong");
        }
        return parts(bytes, begins(bytes, MAGIC_01));
    }

    private static boolean hasRightChecksum(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(MAGIC.length) == checksum(bytes);
    }

    /** The checksum leaves the magic number out: a flipped bit in that alone is no later version. */
    private static boolean isOfLaterVersion(byte[] bytes) {
        int last = MAGIC.length - 1;
        if (bytes.length < HEAD_BYTES || !Arrays.equals(bytes, 0, last, MAGIC, 0, last) || bytes[last] <= MAGIC[last]
                || bytes[last] > '9') {
            return false;
        }
        try {
            if (hasRightChecksum(bytes)) {
                parts(bytes, false);
                return false;
            }
            return true;
        } catch (DamagedFileException e) {
            return true;
        }
    }

    /** @throws DamagedFileException if they are not those of a checkpoint */
    private static CheckpointFile parts(byte[] bytes, boolean of01) {
        try {
            return read(ByteBuffer.wrap(bytes).position(HEAD_BYTES), of01);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException
                | IllegalArgumentException e) {
            throw new DamagedFileException("its parts do not fit together", e);
        }
    }

    private static CheckpointFile read(ByteBuffer in, boolean of01) {
        List<Charter.Term> terms = new ArrayList<>();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            terms.add(new Charter.Term(text(in), text(in), part(in)[0] == 1));
        }
        byte[] snapshot = part(in);
        long epoch = in.getLong();
        int position = in.getInt();
        long order = of01 ? epoch : in.getLong();
        Gradients.Place place = new Gradients.Place(epoch, position, order, in.getLong());
        long steps = in.getLong();
        String kind = text(in);
        byte[] optimizer = part(in);
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("it is longer than its parts");
        }
        float[] state = new float[optimizer.length / Float.BYTES];
        ByteBuffer.wrap(optimizer).asFloatBuffer().get(state);
        return new CheckpointFile(new Charter(terms), snapshot, new LocalTrainer.State(place, kind, state), steps);
    }

    private static boolean begins(byte[] bytes, byte[] magic) {
        return Arrays.equals(magic, Arrays.copyOf(bytes, magic.length));
    }

    private static String text(ByteBuffer in) {
        return new String(part(in), StandardCharsets.UTF_8);
    }

    private static byte[] part(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
        return (int) checksum.getValue();
    }
}
