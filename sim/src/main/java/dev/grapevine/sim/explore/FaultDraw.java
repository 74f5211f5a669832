package dev.grapevine.sim.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.Option;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Flapping;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;

/** Draws faults of every kind, each of which is over at a given time. */
public final class FaultDraw {

    private static final int FAULTS_MOST = 5;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final int nodes;
    private final Duration until;

    /**
     * @param until when all of them are over, since the start of the run
     */
    public FaultDraw(int nodes, Duration until) {
        this.nodes = nodes;
        this.until = until;
    }

    /** A few faults, or none. */
    public List<Fault> faults(RandomStream random) {
        Draw draw = new Draw(random);
        return IntStream.range(0, draw.between("faults", 0, FAULTS_MOST))
                .mapToObj(number -> fault(random.fork("fault", number))).toList();
    }

    /** One fault. */
    public Fault fault(RandomStream random) {
        Draw draw = new Draw(random);
        Duration at = draw.chance("from the start", 0.15)
                ? Duration.ZERO
                : draw.between("at", Duration.ZERO, until.minus(SHORTEST));
        Duration lasts = draw.between("lasts", SHORTEST, until.minus(at));
        Optional<Duration> length = Optional.of(lasts);
        if (draw.chance("options", 0.07)) {
            return options(draw.fork("own options"), at, length);
        }
        return switch (draw.between("kind", 0, 12)) {
            case 0, 1 -> new Fault.Crash(at, length, draw.nodes("nodes", nodes), draw.chance("torn", 0.3));
            case 2, 3 -> new Fault.Freeze(at, length, draw.nodes("nodes", nodes));
            case 4, 5 -> new Fault.Partition(at, length, shape(draw), flapping(draw));
            case 6 -> link(draw, at, length);
            case 7 -> new Fault.Suspect(at, length, draw.nodes("of", nodes), draw.nodes("by", nodes));
            case 8 -> new Fault.Attack(at, length, draw.of("attack", List.of(AttackKind.values())), liars(draw));
            case 9, 10 -> new Fault.Leave(at, length, draw.nodes("nodes", nodes));
            case 11 -> new Fault.Join(at, draw.nodes("nodes", nodes));
            default -> rolling(draw, at, lasts);
        };
    }

    /** Options of the protocol hold for life. */
    private Fault options(Draw draw, Duration at, Optional<Duration> lasts) {
        List<Integer> some = draw.nodes("nodes", nodes);
        return switch (draw.between("option", 0, 5)) {
            case 0 ->
                own(at, lasts, TrainingOptions.LEARNING_RATE, draw.of("rate", List.of("0.005", "0.06", "0.6")), some);
            case 1 -> own(at, lasts, TrainingOptions.MOMENTUM, draw.of("momentum", List.of("0", "0.5", "0.95")), some);
            case 2 -> own(at, lasts, TrainingOptions.BATCH, draw.of("batch", List.of("1", "4", "16")), some);
            case 3 ->
                own(Duration.ZERO, Optional.empty(), GossipOptions.FANOUT, draw.of("fanout", List.of("1", "2")), some);
            case 4 -> own(Duration.ZERO, Optional.empty(), GossipOptions.INTERVAL,
                    draw.of("interval", List.of("0", "300ms")), some);
            default -> own(Duration.ZERO, Optional.empty(), TrainingOptions.LOCAL_STEPS,
                    draw.of("steps", List.of("1", "4", "20")), some);
        };
    }

    private static Fault own(Duration at, Optional<Duration> lasts, Option<?> option, String text,
            List<Integer> nodes) {
        return new Fault.OwnOptions(at, lasts, Map.of(option.name(), text), nodes);
    }

    private PartitionShape shape(Draw draw) {
        return switch (draw.between("shape", 0, 3)) {
            case 0 -> new PartitionShape.Groups(draw.groups("groups", nodes, draw.between("number of groups", 2, 3)));
            case 1 -> new PartitionShape.Random(draw.between("number of groups", 2, Math.min(4, nodes)));
            case 2 -> new PartitionShape.OneWay(draw.nodes("from", nodes), draw.nodes("to", nodes));
            default -> new PartitionShape.Isolate(draw.nodes("isolated", nodes));
        };
    }

    private static Optional<Flapping> flapping(Draw draw) {
        return draw.chance("flapping", 0.2)
                ? Optional.of(new Flapping(draw.between("on", Flapping.LEAST, Duration.ofSeconds(5)),
                        draw.between("off", Flapping.LEAST, Duration.ofSeconds(5))))
                : Optional.empty();
    }

    private Fault link(Draw draw, Duration at, Optional<Duration> lasts) {
        int first = draw.between("first", 0, nodes - 1);
        int second = (first + draw.between("distance", 1, nodes - 1)) % nodes;
        NetworkConditions worse = NetworkConditions.USUAL.withLoss(draw.between("loss", 0.0, 1.0))
                .withBandwidth(draw.of("bandwidth", List.of(500.0, 1e4, 1e9)));
        return new Fault.Link(at, lasts, first, second, worse);
    }

    /** A third of all at most, so that there is somebody to learn from. */
    private List<Integer> liars(Draw draw) {
        return draw.nodes("liars", nodes).stream().limit(Math.max(1, nodes / 3)).toList();
    }

    private Fault rolling(Draw draw, Duration at, Duration lasts) {
        List<Integer> restarted = draw.nodes("nodes", nodes);
        long millisEach = Math.max(1, lasts.toMillis() / (restarted.size() + 1));
        Duration down = draw.between("down", SHORTEST, Duration.ofMillis(millisEach));
        Duration every = Duration.ofMillis(millisEach);
        List<Integer> inTime = new ArrayList<>(restarted);
        while (at.plus(every.multipliedBy(inTime.size() - 1L)).plus(down).compareTo(until) > 0 && inTime.size() > 1) {
            inTime.removeLast();
        }
        return new Fault.Rolling(at, inTime, down, every);
    }
}
