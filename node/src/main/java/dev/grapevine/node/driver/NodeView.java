package dev.grapevine.node.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.history.HistoryJson;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.http.NodePeer;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.http.RunInfo;
import dev.grapevine.node.predict.JsonPredictions;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.UserMistakeException;

/** The node as its HTTP API sees and drives it. For one event loop. */
final class NodeView implements NodeHttp.View {

    private final Equipment has;
    private final Lives lives;
    private final Supplier<NodeStatus> status;
    private final Consumer<Event> events;

    NodeView(Equipment has, Lives lives, Supplier<NodeStatus> status, Consumer<Event> events) {
        this.has = has;
        this.lives = lives;
        this.status = status;
        this.events = events;
    }

    @Override
    public NodeStatus status() {
        return status.get();
    }

    @Override
    public List<NodePeer> peers() {
        return has.statistics().peers.peers(
                lives.protocol().map(protocol -> Set.copyOf(protocol.livePeers())).orElse(Set.of()), has.names(),
                has.clock().now());
    }

    @Override
    public HistoryJson history() {
        return has.history().json();
    }

    @Override
    public Optional<RunInfo> run() {
        return lives.run().map(run -> {
            RunSetup setup = run.setup();
            RunOptions options = setup.options();
            return new RunInfo(setup.charter().run(), setup.schema().task() == Task.REGRESS ? "R²" : "accuracy",
                    options.text(TaskOptions.DATA), options.text(TaskOptions.MODEL),
                    options.text(TaskOptions.SPLIT), options.strategy().name(),
                    setup.schema().encoding() instanceof RowEncoding.Table table ? table.label() : "",
                    setup.schema().toJson());
        });
    }

    @Override
    public Optional<byte[]> model(NodeHttp.Which which) {
        Optional<PeerProtocol> protocol = lives.protocol().filter(present -> present.replica().isPresent());
        if (lives.run().isEmpty() || protocol.isEmpty()) {
            return Optional.empty();
        }
        LocalRun run = lives.run().get();
        float[] parameters = new float[run.network().layout().parameters()];
        switch (which) {
            case SERVED ->
                System.arraycopy(protocol.get().served().orElseThrow(), 0, parameters, 0, parameters.length);
            case REPLICA -> protocol.get().replica().orElseThrow().copyTo(parameters);
        }
        return Optional.of(SavedModel.encode(run.setup(), run.network(), parameters));
    }

    /** Predicts on the training thread, whose network it uses, between two rounds. */
    @Override
    public Future<Optional<String>> predict(byte[] rows) {
        Optional<float[]> served = lives.protocol().flatMap(PeerProtocol::served);
        if (lives.run().isEmpty() || served.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        LocalRun run = lives.run().get();
        TrainedModel model = TrainedModel.of(run.setup(), run.network().layout(),
                Arrays.copyOf(served.get(), run.network().layout().parameters()));
        Promise<Optional<String>> answer = Promise.promise();
        has.training().<Runnable>run(() -> outcome(model, run, rows, answer), Runnable::run);
        return answer.future();
    }

    /** A mistake in a request is not one of the node's user. A node that leaves does not wait for many rows. */
    private Runnable outcome(TrainedModel model, LocalRun run, byte[] rows, Promise<Optional<String>> answer) {
        try {
            String json = JsonPredictions.answer(model, run.network(), rows, has.training()::isCutShort);
            return () -> answer.complete(Optional.of(json));
        } catch (UserMistakeException e) {
            return () -> answer.fail(e);
        }
    }

    @Override
    public boolean isHealthy() {
        return !has.shutdown().isStopping()
                && lives.protocol().filter(protocol -> protocol.phase() == Phase.RUNNING).isPresent();
    }

    @Override
    public void request(NodeHttp.Command command) {
        switch (command) {
            case LEAVE -> events.accept(new Event.LeaveRequested());
            case CHECKPOINT -> events.accept(new Event.CheckpointRequested());
            case PAUSE -> pause(true);
            case RESUME -> pause(false);
        }
    }

    private void pause(boolean pause) {
        boolean paused = isPaused();
        has.device().pauses().askedFor(pause);
        if (isPaused() != paused) {
            has.listener().event(pause ? EventKind.PAUSED : EventKind.RESUMED, pause
                    ? "Pauses training, since its user asked for it"
                    : "Goes on with training, since its user asked for it");
        }
    }

    private boolean isPaused() {
        return has.device().pauses().reason().isPresent();
    }
}
