package dev.grapevine.gossip.snapshot;

import java.util.Map;
import java.util.TreeMap;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * Reads what {@link SnapshotWriter} wrote, section by section. Every method throws an {@link IllegalArgumentException}
 * with a clause for a sentence if the bytes are not a snapshot. Not for several threads at once.
 */
public final class SnapshotReader {

    private record Section(int version, byte[] content) {}

    private final Map<String, Section> sections = new TreeMap<>();
    private String current;
    private StateInput reading;

    public SnapshotReader(byte[] snapshot) {
        Input in = new Input(snapshot);
        try {
            if (in.readByte() != SnapshotWriter.FORM) {
                throw new IllegalArgumentException("it is of another version of the protocol");
            }
            for (int left = in.readInt(); left > 0; left--) {
                sections.put(BoundedInput.text(in), new Section(in.readVarInt(true), content(in)));
            }
        } catch (KryoException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] content(Input in) {
        int length = in.readInt();
        if (length < 0 || length > BoundedInput.remaining(in)) {
            throw new KryoException("a section of " + length + " bytes where " + BoundedInput.remaining(in)
                    + " remain");
        }
        return in.readBytes(length);
    }

    /** Whether there is an unread section with this name. */
    public boolean has(String name) {
        return sections.containsKey(name);
    }

    /** A section, to be read to its end before the next one. */
    public StateReader section(String name, int version) {
        endSection();
        Section section = sections.remove(name);
        if (section == null) {
            throw new IllegalArgumentException("it has no section '" + name + "'");
        }
        if (section.version != version) {
            throw new IllegalArgumentException("its section '" + name + "' is of version " + section.version
                    + ", and this version of Grapevine reads " + version);
        }
        current = name;
        reading = new StateInput(section.content);
        return reading;
    }

    /** Skips a section that is not needed. */
    public void skip(String name) {
        sections.remove(name);
    }

    private void endSection() {
        if (reading != null && !reading.isAtEnd()) {
            throw new IllegalArgumentException("its section '" + current + "' is longer than it should be");
        }
    }

    /** Ends reading: a section that was not read is unknown to this version and refused by its name. */
    public void end() {
        endSection();
        if (!sections.isEmpty()) {
            throw new IllegalArgumentException("its section '" + sections.keySet().iterator().next()
                    + "' is unknown to this version of Grapevine");
        }
    }
}
