package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.grapevine.sim.baseline.ServerLink.Delivery;
import dev.grapevine.sim.scenario.Comparison.Method;

/**
 * Federated averaging (McMahan et al. 2017, "Communication-efficient learning of deep networks from decentralized data",
 * algorithm 1, all clients in each round). In a round the server sends its model to all workers; each makes its local steps
 * and sends its model back; the mean of these, weighted by the workers' rows, is the server's next model. Optimizers keep
 * their state from round to round. Parameters travel as float32.
 *
 * <p>The round waits for the slowest. A worker that fails or is cut off before its model has arrived is waited for twice as
 * long as the round would have taken; then the others are averaged, and the worker is asked again as soon as a round begins
 * while it can be reached.
 */
final class FederatedAveraging implements Baseline {

    private static final int PATIENCE = 2;

    private final Reachability reachability;
    private final ServerLink link;
    private final Workers workers;
    private final long modelBytes;
    private final BitSet leftOut = new BitSet();
    private float[] parameters;
    private Round round;
    private long updates;
    private long steps;
    private long nodeBytes;
    private long serverBytes;

    /**
     * A planned round.
     *
     * @param end      {@link Reachability#NEVER} if there will be none
     * @param finished nodes whose models will arrive in time
     */
    private record Round(long end, List<Integer> finished, long nodeBytes, long serverBytes) {}

    /** A worker that has the model, computes, and begins to send. */
    private record Upload(int worker, long computesFrom, long begin) {}

    FederatedAveraging(BaselineSetting setting) {
        this.reachability = setting.reachability();
        this.link = new ServerLink(setting.scenario(), reachability, setting.random(Method.FEDAVG));
        this.workers = new Workers(setting);
        this.parameters = setting.initialParameters();
        this.modelBytes = (long) Float.BYTES * parameters.length;
        this.round = plan(0);
    }

    @Override
    public void advanceTo(long nanos) {
        while (round.end <= nanos) {
            finish(round);
            round = plan(round.end);
        }
    }

    /** The time at which the present round will be over; {@link Reachability#NEVER} if it will not. */
    long nextUpdate() {
        return round.end;
    }

    private Round plan(long earliest) {
        long begin = reachability.firstTime(earliest, this::isAnyReached);
        if (begin == Reachability.NEVER) {
            return new Round(begin, List.of(), 0, 0);
        }
        long downBytes = 0;
        long upBytes = 0;
        List<Upload> uploads = new ArrayList<>();
        BitSet missing = new BitSet();
        for (int worker = 0; worker < workers.count(); worker++) {
            if (!leftOut.get(worker) || link.reaches(worker, begin)) {
                Delivery download = link.down(worker, modelBytes, begin);
                downBytes += download.bytes();
                missing.set(worker);
                if (download.arrival() != Reachability.NEVER) {
                    uploads.add(new Upload(worker, download.arrival(),
                            download.arrival() + workers.computeNanos(worker)));
                }
            }
        }
        uploads.sort(Comparator.comparingLong(Upload::begin).thenComparingInt(Upload::worker));
        long end = begin;
        for (Upload upload : uploads) {
            if (link.reaches(upload.worker, upload.computesFrom, upload.begin)) {
                Delivery delivery = link.up(upload.worker, modelBytes, upload.begin);
                upBytes += delivery.bytes();
                if (delivery.arrival() != Reachability.NEVER) {
                    missing.clear(upload.worker);
                    leftOut.clear(upload.worker);
                    end = Math.max(end, delivery.arrival());
                }
            }
        }
        List<Integer> finished = uploads.stream().map(Upload::worker).filter(worker -> !missing.get(worker)).sorted()
                .toList();
        leftOut.or(missing);
        if (finished.isEmpty()) {
            end = reachability.nextChange(begin);
        } else if (!missing.isEmpty()) {
            end = begin + PATIENCE * (end - begin);
        }
        return new Round(end, finished, upBytes, downBytes);
    }

    private boolean isAnyReached(long nanos) {
        return IntStream.range(0, workers.count()).anyMatch(worker -> link.reaches(worker, nanos));
    }

    private void finish(Round done) {
        nodeBytes += done.nodeBytes;
        serverBytes += done.serverBytes;
        if (done.finished.isEmpty()) {
            return;
        }
        float[] start = parameters;
        List<Supplier<float[]>> results = new ArrayList<>();
        for (int worker : done.finished) {
            results.add(workers.train(worker, start));
            steps += workers.steps(worker);
        }
        WeightedMean mean = new WeightedMean(start.length);
        for (int i = 0; i < results.size(); i++) {
            mean.add(results.get(i).get(), workers.rows(done.finished.get(i)));
        }
        parameters = mean.result();
        updates++;
    }

    @Override
    public float[] parameters() {
        return parameters;
    }

    @Override
    public Cost cost() {
        return new Cost(updates, (double) steps / workers.count(), (double) nodeBytes / workers.count(), serverBytes);
    }
}
