package dev.grapevine.sim.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.grapevine.node.replica.model.Network;

/**
 * Threads with a network each. What is computed must depend on nothing that other threads change; then the results are the
 * same however many threads there are.
 */
public final class NetworkPool implements AutoCloseable {

    private final ExecutorService executor;
    private final BlockingQueue<Network> networks = new LinkedBlockingQueue<>();

    public NetworkPool(int threads, Supplier<Network> network) {
        executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("compute-", 0).factory());
        for (int i = 0; i < threads; i++) {
            networks.add(network.get());
        }
    }

    /** Starts work that needs a network to compute with. */
    public <T> Future<T> submit(Function<Network, T> work) {
        Callable<T> task = () -> {
            Network network = networks.take();
            try {
                return work.apply(network);
            } finally {
                networks.add(network);
            }
        };
        return executor.submit(task);
    }

    /** Does all of it and waits; the results are in the order of the work. */
    public <T> List<T> all(List<Function<Network, T>> works) {
        List<Future<T>> futures = new ArrayList<>();
        for (Function<Network, T> work : works) {
            futures.add(submit(work));
        }
        return futures.stream().map(NetworkPool::get).toList();
    }

    /** Waits for a result; throws what the computation threw. */
    public static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("A computation failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
