package dev.grapevine.sim.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.SettingsFile;
import dev.grapevine.node.words.Quantities;

/** Reads the weather of a scenario file: network, devices, membership and faults. */
final class WeatherReader {

    /** The keys of weather in a scenario file. */
    static final List<String> KEYS = List.of("network", "sites", "devices", "membership", "churn", "faults");

    private final SettingsFile file;
    private final int nodes;

    WeatherReader(SettingsFile file, int nodes) {
        this.file = file;
        this.nodes = nodes;
    }

    Weather weather() {
        return new Weather(NetworkReader.network(section("network")), NetworkReader.sites(section("sites"), nodes),
                devices(section("devices")), membership(section("membership")), churn(section("churn")),
                FaultReader.faults(file, file.root().path("faults"), nodes));
    }

    private ScenarioSection section(String key) {
        return new ScenarioSection(file, key, file.root().path(key));
    }

    private Devices devices(ScenarioSection section) {
        section.allowing(List.of("gflops", "speed", "duty", "drift"));
        double gigaflops = section.find("gflops", "more than 0", text -> Quantities.number(text, 1e-6, 1e9))
                .orElse(Devices.DEFAULT.gigaflops());
        Speed speed = section.find("speed", Speed.ALLOWED, Speed::parse).orElse(Devices.DEFAULT.speed());
        Optional<Duty> duty = Optional.empty();
        if (section.has("duty")) {
            ScenarioSection times = section.section("duty").allowing(List.of("period", "awake", "phase"));
            Duration period = times.needLength("period");
            double awake = times.need("awake", "0.001 to 1", text -> Quantities.number(text, 0.001, 1));
            boolean together = times.find("phase", "own and together", WeatherReader::isTogether).orElse(false);
            duty = Optional.of(new Duty(period, awake, together));
        }
        return new Devices(gigaflops, speed, duty,
                section.findNumber("drift", 0, 0.5).orElse(Devices.DEFAULT.drift()));
    }

    private static boolean isTogether(String text) {
        return switch (text) {
            case "together" -> true;
            case "own" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private MembershipConditions membership(ScenarioSection section) {
        section.allowing(List.of("discovery", "detection", "suspicion", "view"));
        MembershipConditions usual = MembershipConditions.DEFAULT;
        OptionalInt view = section.find("view", "1 to " + RunOptions.MAX_NODES + " peers",
                text -> Quantities.wholeNumber(text, 1, RunOptions.MAX_NODES)).map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        return new MembershipConditions(section.findLength("discovery").orElse(usual.discovery()),
                section.findLength("detection").orElse(usual.detection()),
                section.findNumber("suspicion", 0, 60).orElse(usual.suspicion()), view);
    }

    private Optional<Churn> churn(ScenarioSection section) {
        section.allowing(List.of("session", "away", "from", "until", "nodes", "leaving"));
        if (section.keys().isEmpty()) {
            return Optional.empty();
        }
        Duration from = section.findDuration("from").orElse(Duration.ZERO);
        Optional<Duration> until = section.find("until", "durations longer than from", text -> {
            Duration end = Quantities.duration(text);
            if (end.compareTo(from) <= 0) {
                throw new IllegalArgumentException(text);
            }
            return end;
        });
        return Optional.of(new Churn(section.needLength("session"), section.needLength("away"), from, until,
                section.findNumber("nodes", 0, 1).orElse(1), section.findNumber("leaving", 0, 1).orElse(0)));
    }
}
