package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Runs many scenarios, several at once. The results do not depend on the number of threads. */
public final class Exploration {

    /** Outcome of one seed. */
    public record Explored(long seed, Trial.Result result) {}

    private final LongFunction<Trial.Result> trial;
    private final int threads;

    /**
     * @param trial   runs the scenario of a seed; must be thread-safe
     * @param threads number of runs at once
     */
    public Exploration(LongFunction<Trial.Result> trial, int threads) {
        this.trial = trial;
        this.threads = threads;
    }

    /**
     * Runs the scenarios of consecutive seeds.
     *
     * @param listener receives each result as soon as it is there, in any order, on the caller's thread
     * @return results in the order of seeds
     */
    public List<Explored> run(long firstSeed, int count, Consumer<Explored> listener) {
        List<Explored> all = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("scenario-", 0).factory());
        try {
            ExecutorCompletionService<Explored> running = new ExecutorCompletionService<>(executor);
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                long own = seed;
                running.submit(() -> new Explored(own, trial.apply(own)));
            }
            while (all.size() < count) {
                Explored explored = running.take().get();
                all.add(explored);
                listener.accept(explored);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A trial failed without saying how", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            executor.shutdownNow();
        }
        all.sort(Comparator.comparingLong(Explored::seed));
        return all;
    }
}
