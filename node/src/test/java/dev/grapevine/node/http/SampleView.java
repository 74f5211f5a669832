package dev.grapevine.node.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import dev.grapevine.node.history.History;
import dev.grapevine.node.history.HistoryJson;
import dev.grapevine.node.words.UserMistakeException;

/** A node that only notes what it is asked to do. */
public final class SampleView implements NodeHttp.View {

    static final NodeStatus STATUS = new NodeStatus("0.2.0", "a38vesf4bcdefghjkmnpqrstvw", "ann", 1, "running", "mlp:8",
            "",
            1, 5, 5, 0.5, 0.9, 0.4, 1, 1, 0, 1, 0, List.of("bob"), 0, 0, 0, 0, Map.of(), 10, 1.0, 0,
            new NodeStatus.Device(null, 1, 0, null, null, null, null, 0),
            new NodeStatus.Checkpoints(60, null, null), null, null, null);

    /** A status with all that a status can have. */
    static final NodeStatus FULL = new NodeStatus("0.2.0", "a38vesf4bcdefghjkmnpqrstvw", "ann", 3, "running",
            "mlp:256,128", "01K7ABCDEFGHJKMNPQRSTVWXYZ", 40, 2560, 64, 0.25, 0.9, 0.375, 1_234_567_890_123L, 200, 2, 31,
            4, List.of("bob", "carol"), 5, 6, 7, 8, Map.of("LINKS", 3L, "WAITING_FRAMES", 2L), 600, 12.5, 9,
            new NodeStatus.Device(0.5, 11.25, 3.5, 256_000_000L, 123_456_789L, 50_000L, "the battery is at 12 %", 4.5),
            new NodeStatus.Checkpoints(60, 12.25, 0.125),
            new NodeStatus.Security(2, true, "2026-11-28T09:30:00Z", "There is one inviter."),
            new NodeStatus.Spare(2, List.of("bob"), 4096, 33.5, 3, 12_288, 44.5, 1),
            new NodeStatus.Run(3, new NodeStatus.Mean(0.875, 0.0625, 0.03125), new NodeStatus.Mean(0.5, 0.25, 0.125),
                    38,
                    41));

    final List<NodeHttp.Command> commands = new CopyOnWriteArrayList<>();
    final Promise<Optional<String>> waiting = Promise.promise();
    private final List<NodePeer> peers = new ArrayList<>();
    private final byte[] model;

    public SampleView(List<NodePeer> peers, byte[] model) {
        this.peers.addAll(peers);
        this.model = model;
    }

    @Override
    public NodeStatus status() {
        return STATUS;
    }

    @Override
    public List<NodePeer> peers() {
        return peers;
    }

    @Override
    public HistoryJson history() {
        return HistoryJson.of(new History());
    }

    @Override
    public Optional<RunInfo> run() {
        return Optional.of(new RunInfo("r", "accuracy", "digits", "mlp:8", "iid", "pairwise", "", "{}"));
    }

    @Override
    public Optional<byte[]> model(NodeHttp.Which which) {
        return model.length == 0 ? Optional.empty() : Optional.of(model);
    }

    /** Answers with the length of a request; one byte is a mistake, two wait for {@link #waiting}. */
    @Override
    public Future<Optional<String>> predict(byte[] rows) {
        if (rows.length == 1) {
            return Future.failedFuture(new UserMistakeException("The request has no rows"));
        }
        return rows.length == 2
                ? waiting.future()
                : Future.succeededFuture(Optional.of("{\"bytes\":" + rows.length + "}"));
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public void request(NodeHttp.Command command) {
        commands.add(command);
    }
}
