package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.grapevine.node.transport.Address;
import dev.grapevine.node.transport.PeerTransport;

/**
 * Tells users about refused connections, at a limited rate. Callers can be anybody and addresses from membership can be
 * wrong, so those refusals are notices only. A refusal at an address of --join stops a node that looks for a run and
 * can reach no other peer. For one event loop.
 */
final class RefusalNotices implements PeerTransport.Refusals {

    /** Time for other peers to appear after a refusal at an address of --join. */
    private static final Duration OTHERS_FIRST = Duration.ofSeconds(1);

    private final Equipment has;
    /** The addresses of --join, with IP addresses for names. */
    private final Set<Address> namedByUser;
    private final Supplier<Boolean> isHopeless;
    private final Consumer<String> giveUp;
    private final NoticeLimit callers = new NoticeLimit();
    private final NoticeLimit listeners = new NoticeLimit();

    /**
     * Blocks: may ask the network to resolve names.
     *
     * @param isHopeless whether the node looks for a run and can reach no peer
     * @param giveUp     stops the node with this sentence, as a mistake of its user
     */
    RefusalNotices(Equipment has, Supplier<Boolean> isHopeless, Consumer<String> giveUp) {
        this.has = has;
        this.isHopeless = isHopeless;
        this.giveUp = giveUp;
        this.namedByUser = has.config().joins().stream().flatMap(join -> join.resolve().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void caller(String sentence) {
        say(callers, sentence);
    }

    @Override
    public void listener(Address at, String sentence) {
        if (!namedByUser.contains(at)) {
            say(listeners, sentence);
            return;
        }
        // Peers that membership is about to report come first.
        has.vertx().setTimer(OTHERS_FIRST.toMillis(), unused -> {
            if (isHopeless.get()) {
                giveUp.accept(sentence);
            } else {
                say(listeners, sentence);
            }
        });
    }

    private void say(NoticeLimit limit, String sentence) {
        limit.say(has.clock().now(), sentence).ifPresent(has.listener()::notice);
    }
}
