package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.words.Address;

/**
 * Tells users about refused connections, at a limited rate. Callers can be anybody and addresses from membership can be
 * wrong, so those refusals are notices only. A refusal at an address of --join stops a node that looks for a run and
 * can reach no other peer. For one event loop.
 */
final class RefusalNotices implements PeerTransport.Refusals {

    /** Time for other peers to appear after a refusal at an address of --join. */
    static final Duration OTHERS_FIRST = Duration.ofSeconds(1);

    private final DelayedExecutor later;
    private final Supplier<Duration> now;
    private final Consumer<String> notice;
    /** The addresses of --join, with IP addresses for names. */
    private final Set<Address> namedByUser;
    private final BooleanSupplier isHopeless;
    private final Consumer<String> giveUp;
    private final NoticeLimit callers = new NoticeLimit();
    private final NoticeLimit listeners = new NoticeLimit();

    /**
     * Blocks: may ask the network to resolve names.
     *
     * @param joins      the addresses of --join
     * @param later      runs actions on the event loop
     * @param now        time since the node was started
     * @param notice     receives sentences for users
     * @param isHopeless whether the node looks for a run and can reach no peer
     * @param giveUp     stops the node with this sentence, as a mistake of its user
     */
    RefusalNotices(List<Address> joins, DelayedExecutor later, Supplier<Duration> now, Consumer<String> notice,
            BooleanSupplier isHopeless, Consumer<String> giveUp) {
        this.later = later;
        this.now = now;
        this.notice = notice;
        this.isHopeless = isHopeless;
        this.giveUp = giveUp;
        this.namedByUser = joins.stream().flatMap(join -> join.resolve().stream())
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
        later.run(OTHERS_FIRST, () -> {
            if (isHopeless.getAsBoolean()) {
                giveUp.accept(sentence);
            } else {
                say(listeners, sentence);
            }
        });
    }

    private void say(NoticeLimit limit, String sentence) {
        limit.say(now.get(), sentence).ifPresent(notice);
    }
}
