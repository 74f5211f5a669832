package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

class PatiencesProperties {

    private static final PeerId UNHEARD = new PeerId("unheard");

    /** An answer of a peer after some time, or that it is forgotten. */
    private record Happening(int peer, Optional<Duration> answer) {}

    @Provide
    Arbitrary<Happening> happening() {
        Arbitrary<Duration> times = Arbitraries.integers().between(1, 3000).map(Duration::ofMillis);
        return Combinators.combine(Arbitraries.integers().between(0, 4), times.optional(0.8)).as(Happening::new);
    }

    /** The shortest time among all others is kept up to date and not searched for each time. */
    @Property
    void unheardPeerWaitsLikeTheFastest(@ForAll List<@From("happening") Happening> happenings) {
        Patiences patiences = new Patiences(ProtocolParameters.DEFAULT, Optional.empty());
        Map<PeerId, RoundTrip> known = new HashMap<>();
        for (Happening happening : happenings) {
            PeerId peer = new PeerId("p" + happening.peer());
            if (happening.answer().isPresent()) {
                patiences.with(peer).sample(happening.answer().get());
                known.computeIfAbsent(peer, unused -> new RoundTrip()).sample(happening.answer().get());
            } else {
                patiences.forget(peer);
                known.remove(peer);
            }
            Duration fastest = known.size() < 2
                    ? Duration.ZERO
                    : known.values().stream().map(RoundTrip::patience).min(Comparator.naturalOrder()).orElseThrow();
            Patience alike = new Patience(ProtocolParameters.DEFAULT, new RoundTrip(), Optional.empty(), () -> fastest,
                    (unused, first) -> {});
            assertThat(patiences.with(UNHEARD).of(1)).isEqualTo(alike.of(1));
        }
    }
}
