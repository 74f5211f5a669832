package dev.grapevine.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.scenario.Duty;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Flapping;
import dev.grapevine.sim.scenario.MembershipConditions;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Weather;

/** What happens when, worked out from the seed. */
class FaultScheduleTest {

    private static final long SECOND = 1_000_000_000L;

    private static Weather weather(Optional<Churn> churn, Optional<Duty> duty, Fault... faults) {
        Devices devices = new Devices(1, Devices.DEFAULT.speed(), duty, 0);
        return new Weather(NetworkConditions.USUAL, Sites.NONE, devices, MembershipConditions.DEFAULT, churn,
                List.of(faults));
    }

    private static Weather faults(Fault... faults) {
        return weather(Optional.empty(), Optional.empty(), faults);
    }

    private static FaultSchedule schedule(Weather weather, int nodes) {
        return new FaultSchedule(weather, nodes, new RandomStream(5));
    }

    private static List<Turn> turns(Weather weather, int nodes, int seconds) {
        FaultSchedule schedule = schedule(weather, nodes);
        List<Turn> turns = new ArrayList<>();
        while (schedule.nextNanos().orElse(Long.MAX_VALUE) <= seconds * SECOND) {
            turns.add(schedule.next());
        }
        return turns;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * SECOND));
    }

    private static List<String> told(List<Turn> turns) {
        return turns.stream().map(turn -> turn.nanos() / 1e9 + " " + turn.note().orElse("-")).toList();
    }

    @Test
    void rollingRestart_ofSeveralNodes_isOneCrashAfterTheOther() {
        Weather weather = faults(new Fault.Rolling(seconds(30), List.of(0, 1, 2), seconds(25), seconds(20)));
        assertThat(told(turns(weather, 3, 1000))).containsExactly("30.0 crash of [0]", "50.0 crash of [1]",
                "55.0 end of crash of [0]", "70.0 crash of [2]", "75.0 end of crash of [1]",
                "95.0 end of crash of [2]");
        assertThat(weather.faults().getFirst().lasts()).contains(seconds(65));
    }

    @Test
    void flappingPartition_overItsTime_comesAndGoesAndEndsHealed() {
        Fault flapping = new Fault.Partition(seconds(60), Optional.of(seconds(35)),
                new PartitionShape.Isolate(List.of(0)), Optional.of(new Flapping(seconds(10), seconds(5))));
        List<Turn> turns = turns(faults(flapping), 2, 1000);
        assertThat(turns).extracting(turn -> turn.nanos() / SECOND).containsExactly(60L, 70L, 75L, 85L, 90L, 95L);
        assertThat(turns).extracting(Turn::begins).containsExactly(true, false, true, false, true, false);
    }

    @Test
    void randomPartition_ofASeed_hasEqualGroupsThatFollowFromIt() {
        Weather weather = faults(new Fault.Partition(seconds(1), Optional.empty(), new PartitionShape.Random(3)));
        PartitionShape.Groups groups = groups(schedule(weather, 11));
        assertThat(groups.groups()).extracting(List::size).containsExactlyInAnyOrder(3, 4, 4);
        assertThat(groups.groups().stream().flatMap(List::stream)).hasSize(11).doesNotHaveDuplicates();
        assertThat(groups(schedule(weather, 11))).isEqualTo(groups);
        assertThat(groups(new FaultSchedule(weather, 11, new RandomStream(6)))).isNotEqualTo(groups);
    }

    private static PartitionShape.Groups groups(FaultSchedule schedule) {
        return (PartitionShape.Groups) ((Fault.Partition) schedule.next().fault()).shape();
    }

    @Test
    void randomPartition_besideOtherFaults_keepsItsGroups() {
        Fault first = new Fault.Partition(seconds(1), Optional.empty(), PartitionShape.Random.HALVES);
        Fault second = new Fault.Partition(seconds(2), Optional.empty(), PartitionShape.Random.HALVES);
        List<Turn> alone = turns(faults(first), 20, 10);
        List<Turn> both = turns(faults(first, second), 20, 10);
        assertThat(both.getFirst()).isEqualTo(alone.getFirst());
        assertThat(((Fault.Partition) both.get(1).fault()).shape())
                .isNotEqualTo(((Fault.Partition) both.get(0).fault()).shape());
    }

    @Test
    void churn_overManyNodes_hasItsMeanTimes() {
        Churn churn = new Churn(seconds(300), seconds(60), seconds(0), Optional.empty(), 1);
        List<Turn> turns = turns(weather(Optional.of(churn), Optional.empty()), 400, 10_000);
        double away = 0;
        for (Turn turn : turns) {
            away += turn.begins() ? 10_000 - turn.nanos() / 1e9 : turn.nanos() / 1e9 - 10_000;
        }
        // A sixth of the time, after a while; about 11000 sessions vary by a hundredth.
        assertThat(away / (400 * 10_000.0)).isBetween(0.155, 0.17);
        assertThat(turns).allMatch(turn -> turn.note().isEmpty());
    }

    @Test
    void churn_withOneMoreNodeOrFault_isTheSameForTheOthers() {
        Churn churn = new Churn(seconds(30), seconds(6), seconds(5), Optional.of(seconds(200)), 0.5);
        List<Turn> few = turns(weather(Optional.of(churn), Optional.empty()), 20, 1000);
        List<Turn> more = turns(weather(Optional.of(churn), Optional.empty(),
                new Fault.Link(seconds(3), Optional.empty(), 0, 1, NetworkConditions.USUAL)), 21, 1000);
        assertThat(more).filteredOn(turn -> turn.fault() instanceof Fault.Crash crash && crash.nodes().getFirst() < 20)
                .isEqualTo(few);
    }

    @Test
    void churn_onceOver_leavesAllNodesUp() {
        Churn churn = new Churn(seconds(30), seconds(20), seconds(5), Optional.of(seconds(200)), 0.5);
        FaultSchedule schedule = schedule(weather(Optional.of(churn), Optional.empty()), 40);
        int[] down = new int[40];
        long last = 0;
        while (schedule.nextNanos().isPresent()) {
            Turn turn = schedule.next();
            int node = ((Fault.Crash) turn.fault()).nodes().getFirst();
            down[node] += turn.begins() ? 1 : -1;
            assertThat(turn.nanos()).isBetween(last, 200 * SECOND).isGreaterThanOrEqualTo(5 * SECOND);
            assertThat(schedule.mayCrash(node)).isTrue();
            last = turn.nanos();
        }
        assertThat(down).containsOnly(0);
        assertThat(IntStream.range(0, 40).filter(schedule::mayCrash).count()).isBetween(10L, 30L);
    }

    @Test
    void duty_ofEachDevice_hasItsShareAndItsOwnPhase() {
        Duty duty = new Duty(seconds(100), 0.6, false);
        List<Turn> turns = turns(weather(Optional.empty(), Optional.of(duty)), 50, 10_000);
        for (int node = 0; node < 50; node++) {
            int number = node;
            List<Turn> own = turns.stream()
                    .filter(turn -> ((Fault.Freeze) turn.fault()).nodes().equals(List.of(number))).toList();
            double asleep = 0;
            for (Turn turn : own) {
                asleep += turn.begins() ? 10_000 - turn.nanos() / 1e9 : turn.nanos() / 1e9 - 10_000;
            }
            assertThat(asleep / 10_000).isBetween(0.396, 0.404);
        }
        assertThat(turns.stream().filter(turn -> turn.begins() && turn.nanos() == 0).count()).as("asleep at first")
                .isBetween(10L, 30L);
    }

    @Test
    void duty_inOnePhase_startsAwake() {
        Duty duty = new Duty(seconds(100), 0.6, true);
        List<Turn> turns = turns(weather(Optional.empty(), Optional.of(duty)), 3, 250);
        assertThat(turns).extracting(turn -> turn.nanos() / SECOND).containsExactly(60L, 100L, 160L, 200L);
        assertThat(turns).allMatch(turn -> ((Fault.Freeze) turn.fault()).nodes().equals(List.of(0, 1, 2)));
        assertThat(turns(weather(Optional.empty(), Optional.of(new Duty(seconds(1), 1, true))), 3, 250))
                .as("who never sleeps").isEmpty();
    }
}
