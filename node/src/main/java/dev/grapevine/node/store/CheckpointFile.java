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

    /** @throws IllegalArgumentException if the bytes are not a whole checkpoint; the message is a clause */
    public static CheckpointFile decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int head = MAGIC.length + Integer.BYTES;
        boolean of01 = begins(bytes, MAGIC_01);
        if (bytes.length < head || !of01 && !begins(bytes, MAGIC)) {
            throw new IllegalArgumentException("it is not a checkpoint of this version");
        }
        if (in.getInt(MAGIC.length) != checksum(bytes)) {
            throw new IllegalArgumentException("it is damaged");
        }
        in.position(head);
        try {
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
            float[] state = new float[optimizer.length / Float.BYTES];
            ByteBuffer.wrap(optimizer).asFloatBuffer().get(state);
            return new CheckpointFile(new Charter(terms), snapshot,
                    new LocalTrainer.State(place, kind, state), steps);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("it is damaged", e);
        }
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
        int head = MAGIC.length + Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, head, bytes.length - head);
        return (int) checksum.getValue();
    }
}
