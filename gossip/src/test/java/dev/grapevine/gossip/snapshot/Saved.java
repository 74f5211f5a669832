package dev.grapevine.gossip.snapshot;

import java.util.function.Consumer;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** The state that an object saves, through the bytes of a snapshot and back. */
public final class Saved {

    private Saved() {}

    public static StateReader by(Consumer<StateWriter> saving) {
        return new SnapshotReader(bytes(saving)).section("it", 1);
    }

    public static byte[] bytes(Consumer<StateWriter> saving) {
        SnapshotWriter writer = new SnapshotWriter();
        saving.accept(writer.section("it", 1));
        return writer.toBytes();
    }
}
