package dev.grapevine.node.driver;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.words.Address;

/** A node of a run with invitations, of which tests have several in one process. Thread-safe. */
final class SecuredNode implements NodeListener {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Address ANYWHERE = new Address("127.0.0.1", 0);

    final List<String> notices = new CopyOnWriteArrayList<>();
    final List<Fact> facts = new CopyOnWriteArrayList<>();
    final NodeDriver driver;
    /** The status at the last evaluation; null before the first. */
    volatile NodeStatus evaluated;
    private final CompletableFuture<NodeStatus> listens = new CompletableFuture<>();

    SecuredNode(Path folder, Optional<InvitationCode> invitation, OptionalInt awaits, Map<String, String> options,
            ProtocolVersions spoken) {
        driver = NodeDriver.start(new NodeConfig(Optional.of(folder.getFileName().toString()), folder,
                Optional.of(ANYWHERE), Optional.empty(), ANYWHERE, List.of(), invitation, RunOptions.of(options),
                awaits, DeviceLimits.NONE, Optional.empty()), this, PeerProtocol::step, spoken);
    }

    /** Makes a folder that has the authority of a run, as that of a node which listens where other machines reach it. */
    static Path found(Path folder, InstantSource clock) {
        try {
            SecurityFolder security = SecurityFolder.open(Files.createDirectories(folder));
            RunAccess.found(security, security.deviceKey(new SecureRandom()), "test", clock, new SecureRandom());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void listening(NodeStatus status, String dashboard) {
        listens.complete(status);
    }

    @Override
    public void fact(Fact fact) {
        facts.add(fact);
    }

    @Override
    public void notice(String sentence) {
        notices.add(sentence);
    }

    @Override
    public void evaluated(NodeStatus status) {
        evaluated = status;
    }

    /** Its status when it began to listen. */
    NodeStatus awaitListening() {
        return listens.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    <T> T inRun(Function<SecuredRun, T> question) {
        awaitListening();
        CompletableFuture<T> answer = new CompletableFuture<>();
        driver.onLoop(() -> answer.complete(question.apply(driver.secured().orElseThrow())));
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    InvitationCode invite() {
        return inRun(run -> {
            try {
                return run.invite();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    PeerId self() {
        return inRun(run -> run.own().description().peer());
    }

    Address address() {
        return inRun(run -> run.own().description().addresses().getFirst());
    }

    boolean hasExchanged() {
        return facts.stream().anyMatch(Fact.ExchangeFinished.class::isInstance);
    }

    void awaitExchange() {
        await().atMost(PATIENCE).until(this::hasExchanged);
    }

    NodeDriver.Exit awaitEnd() {
        return driver.exit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
