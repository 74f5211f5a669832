package dev.grapevine.node.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that only notes what it is asked to do. */
public final class SampleView implements NodeHttp.View {

    static final NodeStatus STATUS = new NodeStatus("0.2.0", "a38vesf4bcdefghjkmnpqrstvw", "ann", 1, "running", "mlp:8",
            1, 5, 5, 0.5, 0.9, 0.4, 1, 1, 0, 1, 0, List.of("bob"), 0, 0, 0, 0, Map.of(), 10, 1.0, 0,
            new NodeStatus.Device(null, 1, 0, null, null, null, null, 0),
            new NodeStatus.Checkpoints(60, null, null), null, null);

    final List<NodeHttp.Command> commands = new CopyOnWriteArrayList<>();
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
    public Optional<byte[]> model(NodeHttp.Which which) {
        return model.length == 0 ? Optional.empty() : Optional.of(model);
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
