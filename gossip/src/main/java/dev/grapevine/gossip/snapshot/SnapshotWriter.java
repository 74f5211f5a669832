package dev.grapevine.gossip.snapshot;

import java.util.ArrayList;
import java.util.List;

import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * The state of a node as bytes: sections, each with its name, its version and its length. Whoever owns a part of the state
 * writes a section of its own. Not for several threads at once.
 */
public final class SnapshotWriter {

    /** The first byte: of the form of the whole, not of any section. */
    static final byte FORM = 3;

    /** Where the number of sections stands. */
    private static final int SECTIONS_AT = 1;
    private static final int FIRST_BYTES = 4096;

    private final Output out;
    private final StateWriter state;
    private final List<String> names = new ArrayList<>();
    /** Where the length of the section that is being written stands; 0 while there is none. */
    private int lengthAt;

    public SnapshotWriter() {
        this(FIRST_BYTES);
    }

    /** @param usualBytes what it will come to, as far as known: with it nothing is copied while it grows */
    public SnapshotWriter(int usualBytes) {
        out = new Output(usualBytes, -1);
        state = new StateOutput(out);
        out.writeByte(FORM);
        out.writeInt(0);
    }

    /** A new section: what is written until the next one begins belongs to it. */
    public StateWriter section(String name, int version) {
        if (names.contains(name)) {
            throw new IllegalStateException("There are two sections " + name);
        }
        names.add(name);
        endSection();
        PrefixedOutput.text(out, name);
        out.writeVarInt(version, true);
        lengthAt = out.position();
        out.writeInt(0);
        return state;
    }

    private void endSection() {
        if (lengthAt > 0) {
            patch(lengthAt, out.position() - lengthAt - Integer.BYTES);
        }
    }

    private void patch(int at, int number) {
        int end = out.position();
        out.setPosition(at);
        out.writeInt(number);
        out.setPosition(end);
    }

    /** The snapshot. */
    public byte[] toBytes() {
        endSection();
        patch(SECTIONS_AT, names.size());
        return out.toBytes();
    }
}
