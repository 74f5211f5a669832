package dev.grapevine.testbed.disturb;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.result.RunSummary.InjectedFault;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.sim.fault.FaultSchedule;
import dev.grapevine.sim.fault.FaultTarget;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.fault.SplitViews;
import dev.grapevine.sim.fault.Turn;
import dev.grapevine.sim.network.Ways;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.testbed.launch.Cluster;
import dev.grapevine.testbed.network.LinkProxies;

/** Applies a scenario's faults to a real cluster at their times. For one thread. */
public final class Disturber {

    private final Faults faults;

    public Disturber(Cluster cluster, Scenario scenario) {
        RandomStream random = new RandomStream(scenario.options().get(ControlOptions.SEED)).fork("world");
        FaultSchedule schedule = new FaultSchedule(scenario.weather(), scenario.nodes(), random.fork("faults"));
        this.faults = new Faults(schedule, scenario.nodes(),
                cluster.proxies().<Ways>map(LinkProxies::ways).orElse(new NoWays()), new Processes(cluster),
                new SplitViews());
    }

    /** Whether faults are still to begin or end. */
    public boolean isPending() {
        return faults.nextNanos().isPresent();
    }

    /** All faults so far. */
    public List<InjectedFault> injected() {
        return faults.injected();
    }

    /**
     * Does what is due.
     *
     * @return what was done
     */
    public List<Turn> act(Duration elapsed) {
        List<Turn> done = new ArrayList<>();
        while (isPending() && faults.nextNanos().getAsLong() <= elapsed.toNanos()) {
            done.add(faults.turn(elapsed.toNanos() / 1e9));
        }
        return done;
    }

    /** Faults as signals to real processes. */
    private record Processes(Cluster cluster) implements FaultTarget {

        @Override
        public void crash(int node, boolean torn) {
            cluster.node(node).kill();
        }

        @Override
        public void leave(int node) {
            signal(node, "TERM");
        }

        @Override
        public void restart(int node) {
            cluster.node(node).start();
        }

        /** Does nothing: the process was started with them. */
        @Override
        public void options(int node, Map<String, String> options) {}

        @Override
        public void freeze(int node) {
            signal(node, "STOP");
        }

        @Override
        public void thaw(int node) {
            signal(node, "CONT");
        }

        private void signal(int node, String signal) {
            if (!cluster.node(node).isAlive()) {
                return;
            }
            String pid = String.valueOf(cluster.node(node).pid().orElseThrow());
            try {
                int code = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
                if (code != 0) {
                    throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
                }
            } catch (IOException e) {
                throw new IllegalStateException("There is no kill command", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A cluster that was started without links has no ways that faults could change. */
    private static final class NoWays implements Ways {

        private static IllegalStateException missing() {
            return new IllegalStateException("The cluster was started without links");
        }

        @Override
        public void cut(PartitionShape shape) {
            throw missing();
        }

        @Override
        public void heal(PartitionShape shape) {
            throw missing();
        }

        @Override
        public void change(int first, int second, NetworkConditions conditions) {
            throw missing();
        }

        @Override
        public void restore(int first, int second, NetworkConditions conditions) {
            throw missing();
        }
    }
}
