package dev.grapevine.node.driver;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.journal.SegmentWriter;
import dev.grapevine.gossip.wire.FrameMemoryError;
import dev.grapevine.node.store.JournalFile;
import dev.grapevine.node.words.Quantities;

/**
 * Writes every event before the protocol handles it, and a hash of its effects before they are performed, so that the
 * journal has the last event before a failure. When a segment is full, the next one begins with a snapshot of the
 * protocol. If the journal cannot be written, it ends and the node goes on. For one event loop.
 */
final class EventRecorder implements AutoCloseable {

    private final JournalFile file;
    private final Consumer<String> notice;
    private SegmentWriter writer = new SegmentWriter();
    private SegmentHeader header;
    /** The plan of the run, for snapshots; null until the run is known. */
    private RunPlan plan;
    private long eventsInSegment;
    private boolean ended;
    private boolean dropped;

    /**
     * Begins a journal.
     *
     * @param notice receives sentences for users
     */
    EventRecorder(JournalFile file, SegmentHeader header, Consumer<String> notice) {
        this.file = file;
        this.notice = notice;
        this.header = header;
        switch (header.origin()) {
            case Origin.LooksForRun _ -> {
            }
            case Origin.KnowsRun knows -> plan = knows.plan();
            case Origin.FromSnapshot from -> plan = from.plan();
        }
        writing(() -> begin(header));
    }

    /** Has the protocol handle an event, and records both. */
    List<Effect> step(PeerProtocol protocol, Duration now, Event event) {
        writing(() -> before(protocol, now, event));
        List<Effect> effects = stepped(protocol, now, event);
        writing(() -> {
            file.append(writer.stepHash(effects, protocol));
            eventsInSegment++;
        });
        return effects;
    }

    /** A frame that did not fit into memory has no effects here, but would have some in a replay: the journal ends. */
    private List<Effect> stepped(PeerProtocol protocol, Duration now, Event event) {
        try {
            return protocol.step(now, event);
        } catch (FrameMemoryError e) {
            writing(() -> end(e.getMessage()));
            throw e;
        }
    }

    private void before(PeerProtocol protocol, Duration now, Event event) {
        byte[] bytes = writer.event(now, event);
        if (isFull(bytes)) {
            beginNext(protocol);
            if (ended) {
                return;
            }
            bytes = writer.event(now, event);
            if (isFull(bytes)) {
                end("one event of it has " + Quantities.showBytes(bytes.length));
                return;
            }
        }
        file.append(bytes);
        if (event instanceof Event.CharterAdopted adopted) {
            plan = adopted.plan();
        }
    }

    private boolean isFull(byte[] event) {
        return !file.fits(file.size() + event.length + SegmentWriter.HASH_BYTES);
    }

    private void beginNext(PeerProtocol protocol) {
        if (plan == null) {
            end("it is full before the node knows its run");
            return;
        }
        if (header.segment() > 0 && !dropped) {
            dropped = true;
            notice.accept("The journal " + file.path()
                    + " has reached its limit: from now on its oldest half is dropped when it is full");
        }
        begin(header.next(eventsInSegment,
                new Origin.FromSnapshot(plan, protocol.save())));
    }

    private void begin(SegmentHeader next) {
        writer = new SegmentWriter();
        byte[] bytes = writer.header(next);
        if (!file.fits(bytes.length)) {
            end("the state of the node alone takes " + Quantities.showBytes(bytes.length)
                    + ", which has to fit into half of record-limit");
            return;
        }
        file.begin(bytes);
        header = next;
        eventsInSegment = 0;
    }

    private void writing(Runnable work) {
        if (ended) {
            return;
        }
        try {
            work.run();
        } catch (UncheckedIOException e) {
            // The message alone may be no more than a file name.
            end(String.valueOf(e.getCause()));
        }
    }

    private void end(String why) {
        ended = true;
        notice.accept("The journal " + file.path() + " ends here and the node goes on: " + why);
    }

    @Override
    public void close() {
        writing(file::close);
        ended = true;
    }
}
