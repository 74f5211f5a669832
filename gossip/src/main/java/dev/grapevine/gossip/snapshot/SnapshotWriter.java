package dev.grapevine.gossip.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;

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

    private record Section(int version, StateOutput content) {}

    private final Map<String, Section> sections = new LinkedHashMap<>();

    /** A new section: what is written until the next one begins belongs to it. */
    public StateWriter section(String name, int version) {
        StateOutput content = new StateOutput();
        if (sections.put(name, new Section(version, content)) != null) {
            throw new IllegalStateException("There are two sections " + name);
        }
        return content;
    }

    /** The snapshot. */
    public byte[] toBytes() {
        int size = 1;
        for (Map.Entry<String, Section> section : sections.entrySet()) {
            size += section.getKey().length() + 16 + section.getValue().content.size();
        }
        Output out = new Output(size, -1);
        out.writeByte(FORM);
        out.writeVarInt(sections.size(), true);
        sections.forEach((name, section) -> {
            PrefixedOutput.text(out, name);
            out.writeVarInt(section.version, true);
            section.content.writeTo(out);
        });
        return out.toBytes();
    }
}
