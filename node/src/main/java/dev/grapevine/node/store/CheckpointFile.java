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
 * One consistent snapshot of a node: the run's charter, the protocol's state and the trainer's, all as they were when a round
 * had just finished.
 *
 * <p>As bytes: eight letters, a CRC-32C over the rest, then each part with its length before it, big-endian.
 *
 * @param steps local steps of rounds that counted, since the beginning of the run
 */
public record CheckpointFile(Charter charter, byte[] snapshot, LocalTrainer.State trainer, long steps) {

    private static final byte[] LETTERS = "GRPVCUT3".getBytes(StandardCharsets.US_ASCII);
    /** Of version 0.1, which did not keep the order of rows: the pass over them goes on in another one. */
    private static final byte[] LETTERS_01 = "GRPVCUT2".getBytes(StandardCharsets.US_ASCII);

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
        int size = LETTERS.length + 3 * Integer.BYTES + parts.stream().mapToInt(p -> Integer.BYTES + p.length).sum()
                + snapshot.length + 4 * Long.BYTES + 3 * Integer.BYTES + kind.length + optimizer.capacity();
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(LETTERS).putInt(0);
        out.putInt(charter.terms().size());
        parts.forEach(part -> out.putInt(part.length).put(part));
        out.putInt(snapshot.length).put(snapshot);
        Gradients.Place place = trainer.place();
        out.putLong(place.epoch()).putInt(place.position()).putLong(place.order()).putLong(place.computed())
                .putLong(steps);
        out.putInt(kind.length).put(kind);
        out.putInt(optimizer.capacity()).put(optimizer);
        out.putInt(LETTERS.length, checksum(out.array()));
        return out.array();
    }

    /**
     * @throws IllegalArgumentException if the bytes are no whole checkpoint
     */
    public static CheckpointFile decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int head = LETTERS.length + Integer.BYTES;
        boolean of01 = begins(bytes, LETTERS_01);
        if (bytes.length < head || !of01 && !begins(bytes, LETTERS)) {
            throw new IllegalArgumentException("it is no checkpoint of this version");
        }
        if (in.getInt(LETTERS.length) != checksum(bytes)) {
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

    private static boolean begins(byte[] bytes, byte[] letters) {
        return Arrays.equals(letters, Arrays.copyOf(bytes, letters.length));
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
        int head = LETTERS.length + Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, head, bytes.length - head);
        return (int) checksum.getValue();
    }
}
