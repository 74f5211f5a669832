package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.grapevine.sim.baseline.ServerLink.Delivery;
import dev.grapevine.sim.scenario.Comparison.Method;
import dev.grapevine.sim.time.EventQueue;

/**
 * An asynchronous parameter server (Dean et al. 2012, "Large scale distributed deep networks", Downpour). Each worker
 * fetches the model, makes its local steps, pushes its change, and fetches again; no worker waits for another. The
 * server applies a change divided by one plus its staleness: the number of other changes applied since its worker
 * fetched (Zhang et al. 2016, "Staleness-aware async-SGD for distributed deep learning"). Models and changes travel as
 * float32.
 *
 * <p>A crashed worker loses its computation and fetches again when it can; a disconnected one goes on computing and
 * pushes when it can; a frozen one goes on later.
 */
final class ParameterServer implements Baseline {

    private final Reachability reachability;
    private final ServerLink link;
    private final Workers workers;
    private final long modelBytes;
    private final EventQueue<Turn> queue = new EventQueue<>();
    private final List<Task> tasks = new ArrayList<>();
    private final float[] parameters;
    private long updates;
    private long steps;
    private long nodeBytes;
    private long serverBytes;

    /** Events of workers and server. */
    private sealed interface Turn {

        record Fetch(int worker) implements Turn {}

        /** Local steps are done. */
        record Push(int worker) implements Turn {}

        /** A change is at the server. */
        record Arrival(int worker, long bytes) implements Turn {}

        /** Time up to which everything has been done. */
        record Stop() implements Turn {}
    }

    /** The model that a worker computes with, and the time it was fetched. */
    private record Task(float[] fetched, long updates, long computedAt, Supplier<float[]> result) {}

    ParameterServer(BaselineSetting setting) {
        this.reachability = setting.reachability();
        this.link = new ServerLink(setting.scenario(), reachability, setting.random(Method.PARAMETER_SERVER));
        this.workers = new Workers(setting);
        this.parameters = setting.initialParameters();
        this.modelBytes = (long) Float.BYTES * parameters.length;
        for (int worker = 0; worker < workers.count(); worker++) {
            tasks.add(null);
            queue.add(0, new Turn.Fetch(worker));
        }
    }

    @Override
    public void advanceTo(long nanos) {
        queue.add(nanos, new Turn.Stop());
        while (true) {
            switch (queue.next().orElseThrow()) {
                case Turn.Fetch fetch -> fetch(fetch.worker);
                case Turn.Push push -> push(push.worker);
                case Turn.Arrival arrival -> {
                    nodeBytes += arrival.bytes;
                    apply(arrival.worker);
                }
                case Turn.Stop _ -> {
                    return;
                }
            }
        }
    }

    private void fetch(int worker) {
        long now = queue.now();
        if (!link.reaches(worker, now)) {
            at(whenReached(worker, now), new Turn.Fetch(worker));
            return;
        }
        Delivery download = link.down(worker, modelBytes, now);
        serverBytes += download.bytes();
        if (download.arrival() == Reachability.NEVER) {
            at(whenReachedAnew(worker, now), new Turn.Fetch(worker));
            return;
        }
        long computed = reachability.computed(worker, download.arrival(), workers.computeNanos(worker));
        if (computed == Reachability.NEVER) {
            long crash = reachability.firstTime(download.arrival(), time -> !reachability.isUp(worker, time));
            at(whenReached(worker, crash), new Turn.Fetch(worker));
            return;
        }
        float[] fetched = parameters.clone();
        tasks.set(worker, new Task(fetched, updates, computed, workers.train(worker, fetched)));
        at(computed, new Turn.Push(worker));
    }

    private void push(int worker) {
        long now = queue.now();
        Task task = tasks.get(worker);
        if (!reachability.holdsThroughout(task.computedAt, now + 1, time -> reachability.isUp(worker, time))) {
            // The next computation needs the same trainer: this one must end first.
            task.result.get();
            at(whenReached(worker, now), new Turn.Fetch(worker));
            return;
        }
        if (!link.reaches(worker, now)) {
            at(whenReached(worker, now), new Turn.Push(worker));
            return;
        }
        Delivery upload = link.up(worker, modelBytes, now);
        if (upload.arrival() == Reachability.NEVER) {
            nodeBytes += upload.bytes();
            at(whenReachedAnew(worker, now), new Turn.Push(worker));
        } else {
            at(upload.arrival(), new Turn.Arrival(worker, upload.bytes()));
        }
    }

    private void apply(int worker) {
        Task task = tasks.get(worker);
        float[] result = task.result.get();
        double scale = 1.0 / (1 + updates - task.updates);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (parameters[i] + scale * ((double) result[i] - task.fetched[i]));
        }
        updates++;
        steps += workers.steps(worker);
        fetch(worker);
    }

    private void at(long nanos, Turn turn) {
        if (nanos != Reachability.NEVER) {
            queue.add(nanos, turn);
        }
    }

    private long whenReached(int worker, long nanos) {
        return reachability.firstTime(nanos, time -> link.reaches(worker, time));
    }

    /** Time when the worker is reachable again, after the next time that it is not. */
    private long whenReachedAnew(int worker, long nanos) {
        return whenReached(worker, reachability.firstTime(nanos, time -> !link.reaches(worker, time)));
    }

    /** Changes with every update. */
    @Override
    public float[] parameters() {
        return parameters;
    }

    @Override
    public Cost cost() {
        return new Cost(updates, (double) steps / workers.count(), (double) nodeBytes / workers.count(), serverBytes);
    }
}
