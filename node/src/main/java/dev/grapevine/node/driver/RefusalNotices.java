package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.grapevine.node.transport.Address;
import dev.grapevine.node.transport.PeerTransport;

/**
 * Tells users of those who cannot be talked to, so often and no more. Whoever connects may be anybody, and what membership
 * tells may be wrong: that is for the user to know, and nothing more. Only where the user said that others are, and
 * nobody else can be talked to, there is no run to be found. For one event loop.
 */
final class RefusalNotices implements PeerTransport.Refusals {

    /** How long others may take to answer when one at an address of --join cannot be talked to. */
    private static final Duration OTHERS_FIRST = Duration.ofSeconds(1);

    private final Equipment has;
    /** The addresses of --join, with numbers for names. */
    private final Set<Address> namedByUser;
    private final Supplier<Boolean> isHopeless;
    private final Consumer<String> giveUp;
    private final NoticeLimit callers = new NoticeLimit();
    private final NoticeLimit listeners = new NoticeLimit();

    /**
     * May ask the network for the meaning of names.
     *
     * @param isHopeless whether a run is looked for and there is nobody to be talked to
     * @param giveUp     stops the node, whose user made a mistake
     */
    RefusalNotices(Equipment has, Supplier<Boolean> isHopeless, Consumer<String> giveUp) {
        this.has = has;
        this.isHopeless = isHopeless;
        this.giveUp = giveUp;
        this.namedByUser = has.config().joins().stream().flatMap(join -> join.numbers().stream())
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
        // Those that membership is just about to tell of have their turn first.
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
