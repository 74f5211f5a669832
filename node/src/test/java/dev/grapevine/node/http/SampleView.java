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
            1, 5, 5, 0.5, 0.9, 0.4, 1, 1, 0, 1, 0, List.of("bob"), 0, 0, 0, 0, Map.of(), 10, 1.0, 0,
            new NodeStatus.Device(null, 1, 0, null, null, null, null, 0),
            new NodeStatus.Checkpoints(60, null, null), null, null, null);

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
