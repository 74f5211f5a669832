package dev.grapevine.node.doctor;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.Address;

/** What one check looks at, and nothing else that could disturb. */
final class SampleContext {

    static final Machine MACHINE = new Machine(1L << 30, 8L << 30, OptionalLong.empty(), OptionalDouble.empty());
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    Optional<Path> folder = Optional.empty();
    List<Neighbour> neighbours = List.of();
    Names names = new Names(unused -> List.of(), InetAddress::isLoopbackAddress);
    Optional<Address> listen = Optional.empty();
    Optional<ListenPlace> place = Optional.empty();
    Map<String, String> options = Map.of();
    Optional<RunningNodeView> running = Optional.empty();
    Machine machine = MACHINE;
    InstantSource clock = () -> NOW;

    Context context() {
        return new Context(folder, OwnSide.of(folder, clock), names, neighbours, Optional.empty(), listen, place,
                OwnData.of(folder, RunOptions.of(options)), running, machine, clock);
    }

    /** Lines, without the blanks that align them. */
    List<String> look(Check check) {
        return lines(check.look(context()).stream());
    }

    static List<String> lines(Stream<Finding> findings) {
        return findings.map(finding -> finding.line().replaceAll(" +", " ")).toList();
    }

    static Neighbour unreached(String address, Reach reach) {
        return Neighbour.absent(Address.parse(address), reach);
    }

    /** A place where something answers. */
    static Neighbour answering(String address, Neighbour.Kind kind) {
        return new Neighbour(Address.parse(address), Reach.OPEN, Optional.of("192.0.2.1"), kind, Optional.empty(),
                Optional.empty(), Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO);
    }
}
