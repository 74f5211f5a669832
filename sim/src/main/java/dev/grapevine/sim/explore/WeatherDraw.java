package dev.grapevine.sim.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.scenario.Duty;
import dev.grapevine.sim.scenario.Latency;
import dev.grapevine.sim.scenario.LossBursts;
import dev.grapevine.sim.scenario.MembershipConditions;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Reordering;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Speed;
import dev.grapevine.sim.scenario.Weather;

/** Draws what is around nodes: every kind of weather, each now and then. */
public final class WeatherDraw {

    /** A device of speed 1 takes a quarter of a second for four steps of a small network. */
    private static final double GIGAFLOPS = 4e-5;
    /** Largest number of nodes with usual devices; more nodes get slower ones, so that a scenario has a bounded number of rounds. */
    private static final int NODES_USUAL = 8;
    private static final int SMALLEST_VIEW = 4;

    private final int nodes;
    private final Duration until;

    /**
     * @param until when faults and churn are over, since the start of the run
     */
    public WeatherDraw(int nodes, Duration until) {
        this.nodes = nodes;
        this.until = until;
    }

    /** All of it. */
    public Weather weather(RandomStream random) {
        Draw draw = new Draw(random);
        NetworkConditions network = network(draw.fork("network"), 0.3);
        if (draw.chance("slow way in", 0.2)) {
            network = network.withBandwidthIn(draw.of("way in", List.of(3e3, 1e5)));
        }
        return new Weather(network, sites(draw.fork("sites")),
                devices(draw.fork("devices")), membership(draw.fork("membership")), churn(draw.fork("churn")),
                new FaultDraw(nodes, until).faults(random.fork("faults")));
    }

    private static NetworkConditions network(Draw draw, double mostLoss) {
        NetworkConditions network = NetworkConditions.USUAL.withLatency(latency(draw.fork("latency")))
                .withBandwidth(draw.of("bandwidth", List.of(2e3, 1e5, 1e5, 1e9)));
        if (draw.chance("lossy", 0.6)) {
            network = network.withLoss(draw.between("loss", 0.0, mostLoss));
        }
        if (draw.chance("in bursts", 0.2)) {
            Duration lasts = draw.between("burst", Duration.ofMillis(50), Duration.ofSeconds(3));
            network = network.withBursts(new LossBursts(draw.between("loss in bursts", 0.3, 1.0),
                    lasts.plus(draw.between("between bursts", Duration.ofSeconds(1), Duration.ofSeconds(20))), lasts));
        }
        if (draw.chance("duplicates", 0.25)) {
            network = network.withDuplicate(draw.between("duplicate", 0.0, 0.3));
        }
        if (draw.chance("reordered", 0.25)) {
            network = network.withReorder(new Reordering(draw.between("reorder", 0.0, 0.3),
                    draw.between("by", Duration.ofMillis(1), Duration.ofSeconds(3))));
        }
        return network;
    }

    private static Latency latency(Draw draw) {
        Duration least = draw.between("least", Duration.ZERO, Duration.ofMillis(300));
        return switch (draw.between("kind", 0, 4)) {
            case 0 -> Latency.of(least);
            case 1, 2 -> new Latency.Uniform(least,
                    least.plus(draw.between("spread", Duration.ZERO, Duration.ofMillis(500))));
            case 3 -> new Latency.Exponential(draw.between("mean", Duration.ofMillis(1), Duration.ofMillis(200)));
            default -> new Latency.LogNormal(draw.between("median", Duration.ofMillis(1), Duration.ofMillis(100)),
                    draw.between("sigma", 0.0, 1.5));
        };
    }

    private Sites sites(Draw draw) {
        if (!draw.chance("there are some", 0.25)) {
            return Sites.NONE;
        }
        List<Sites.Site> sites = new ArrayList<>();
        for (List<Integer> group : draw.groups("groups", nodes, draw.between("number", 2, 3))) {
            sites.add(new Sites.Site("site" + sites.size(), group));
        }
        return new Sites(sites, network(draw.fork("between"), 0.2));
    }

    private Devices devices(Draw draw) {
        Speed speed = switch (draw.between("kind", 0, 2)) {
            case 0 -> new Speed.Constant();
            case 1 -> new Speed.LogNormal(draw.between("sigma", 0.0, 0.8));
            default -> new Speed.Stragglers(draw.between("share", 0.0, 0.5), draw.between("times", 1.0, 10.0));
        };
        Optional<Duty> duty = draw.chance("they sleep", 0.15)
                ? Optional.of(new Duty(draw.between("period", Duration.ofSeconds(2), Duration.ofSeconds(20)),
                        draw.between("awake", 0.3, 0.9), draw.chance("together", 0.3)))
                : Optional.empty();
        double gigaflops = nodes > NODES_USUAL ? GIGAFLOPS * NODES_USUAL / nodes : GIGAFLOPS;
        return new Devices(gigaflops, speed, duty, draw.chance("drifting", 0.25) ? draw.between("drift", 0.0, 0.3) : 0);
    }

    private MembershipConditions membership(Draw draw) {
        MembershipConditions usual = MembershipConditions.DEFAULT;
        OptionalInt view = nodes > SMALLEST_VIEW + 1 && draw.chance("partial", 0.2)
                ? OptionalInt.of(draw.between("view", SMALLEST_VIEW, nodes - 1))
                : OptionalInt.empty();
        return new MembershipConditions(
                draw.chance("late", 0.3)
                        ? draw.between("discovery", Duration.ofMillis(100), Duration.ofSeconds(8))
                        : usual.discovery(),
                draw.chance("slow", 0.3)
                        ? draw.between("detection", Duration.ofMillis(500), Duration.ofSeconds(15))
                        : usual.detection(),
                draw.chance("wrong", 0.25) ? draw.between("suspicion", 0.1, 6.0) : 0, view);
    }

    private Optional<Churn> churn(Draw draw) {
        if (!draw.chance("there is some", 0.2)) {
            return Optional.empty();
        }
        Duration from = draw.between("from", Duration.ZERO, until.dividedBy(2));
        return Optional.of(new Churn(draw.between("session", Duration.ofSeconds(2), Duration.ofSeconds(30)),
                draw.between("away", Duration.ofMillis(200), Duration.ofSeconds(10)), from, Optional.of(until),
                draw.between("nodes", 0.2, 1.0), draw.of("leaving", List.of(0.0, 0.5, 1.0))));
    }
}
