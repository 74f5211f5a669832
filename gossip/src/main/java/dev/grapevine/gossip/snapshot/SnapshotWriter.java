package dev.grapevine.gossip.snapshot;

import java.util.ArrayList;
import java.util.List;

import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.wire.PrefixedOutput;

/**
 * The state of a node as bytes: sections, each with its name, version and length. The owner of each part of the state
 * writes a section of its own. Not for several threads at once.
 */
public final class SnapshotWriter {

    /** The first byte: the version of the whole form, not of any section. */
    static final byte FORM = 3;

    /** The position of the number of sections. */
    private static final int SECTIONS_AT = 1;
    private static final int FIRST_BYTES = 4096;

    private final Output out;
    private final StateWriter state;
    private final List<String> names = new ArrayList<>();
    /** The position of the length of the section that is being written; 0 if there is none. */
    private int lengthAt;

    public SnapshotWriter() {
        this(FIRST_BYTES);
    }

    /** @param usualBytes the expected size, if known: then the buffer is not copied while it grows */
    public SnapshotWriter(int usualBytes) {
        out = new Output(usualBytes, -1);
        state = new StateOutput(out);
        out.writeByte(FORM);
        out.writeInt(0);
    }

    /** Begins a section: it ends where the next one begins. */
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
