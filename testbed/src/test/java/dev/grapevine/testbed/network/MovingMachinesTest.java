package dev.grapevine.testbed.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.testbed.TestData;
import dev.grapevine.testbed.launch.JournalLaws;

/**
 * A run whose machines lose their network, change their addresses and are switched off: nobody needs a new identity, training
 * goes on, and what was exchanged before, across and after a cut keeps the sum of all replicas.
 */
@EnabledIfSystemProperty(named = "grapevine.machines", matches = "all", disabledReason = "it takes minutes: -Plong")
class MovingMachinesTest {

    private static final Duration CUT = Duration.ofSeconds(30);
    private static final String JOURNAL = "node.journal";

    @TempDir
    private Path root;

    private Namespaces network;

    @AfterEach
    void removeMachines() {
        if (network != null) {
            network.close();
        }
    }

    private NodeOnMachine node(int index, String... options) {
        Machine machine = network.machine(index);
        TestData.csv(machine.folder(), "data.csv", index);
        return new NodeOnMachine(machine, machine.folder(),
                Stream.concat(Stream.of("node", "--data", "csv:data.csv", "--localSteps", "400", "--record", JOURNAL),
                        Stream.of(options)).toArray(String[]::new))
                .start();
    }

    private static String invite(NodeOnMachine inviter) {
        return succeed(inviter, "invite").lines().findFirst().orElseThrow();
    }

    private static String succeed(NodeOnMachine beside, String... arguments) {
        Machine.Outcome outcome = beside.machine().run(beside.in(), arguments);
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }

    private static List<String> lives(NodeOnMachine... nodes) {
        return Stream.of(nodes).map(node -> node.until("an answer", _ -> true))
                .map(status -> status.peer() + "/" + status.incarnation()).toList();
    }

    private static void allMeet(NodeOnMachine first, NodeOnMachine second, NodeOnMachine third) {
        first.untilItExchangesWith(second, third);
        second.untilItExchangesWith(first, third);
        third.untilItExchangesWith(first, second);
    }

    @Test
    void noMachineIsIndispensable() {
        Namespaces.require();
        network = new Namespaces(root, 4);
        NodeOnMachine founder = node(0, "--listen", "198.51.100.10:7001");
        founder.until("begun", status -> status.phase().equals("running"));
        NodeOnMachine cut = node(1, "--invite", invite(founder));
        NodeOnMachine moved = node(2, "--listen", "0.0.0.0:7001", "--invite", invite(founder));
        allMeet(founder, cut, moved);
        List<String> lives = lives(founder, cut, moved);

        network.cut(cut.machine());
        long healing = System.nanoTime() + CUT.toNanos();
        NodeStatus alone = cut.until("lost its peers", status -> status.peers().isEmpty());
        NodeStatus others = founder.until("lost one peer", status -> status.peers().equals(List.of(moved.name())));
        network.move(moved.machine(), "198.51.100.99");
        moved.untilItSays("Is now at [198.51.100.99:7001]");
        founder.untilItExchangesWith(moved);
        moved.untilItExchangesWith(founder);
        cut.until("trained alone", status -> status.rounds() > alone.rounds());
        founder.until("trained with the other", status -> status.rounds() > others.rounds());
        await().atMost(CUT.plus(CUT)).until(() -> System.nanoTime() > healing);

        network.heal(cut.machine());
        allMeet(founder, cut, moved);
        assertThat(lives(founder, cut, moved)).isEqualTo(lives);

        succeed(founder, "identity", "grant", moved.identity());
        await().atMost(NodeOnMachine.PATIENCE).until(
                () -> moved.machine().run(moved.in(), "invite").code() == 0);
        founder.kill();
        cut.untilItExchangesWith(moved);
        NodeOnMachine late = node(3, "--invite", invite(moved));
        allMeet(late, cut, moved);
        assertThat(lives(cut, moved)).isEqualTo(lives.subList(1, 3));

        JournalLaws laws = new JournalLaws();
        for (NodeOnMachine node : List.of(founder, cut, moved, late)) {
            node.kill();
            laws.replay(node.in().resolve(JOURNAL));
        }
        laws.compareSides();
        assertThat(laws.lives()).isEqualTo(4);
        assertThat(laws.transfers()).isGreaterThan(10);
    }
}
