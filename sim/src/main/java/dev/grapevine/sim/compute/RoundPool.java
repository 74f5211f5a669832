package dev.grapevine.sim.compute;

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
 * Computes rounds and evaluations on all cores. A round depends only on its start and its node's trainer, so it may run
 * in parallel until its virtual end; the results equal those on one thread.
 */
public final class RoundPool implements AutoCloseable {

    /**
     * The number of operations below which the hand-over to another thread, some microseconds, would cost more than it
     * gains.
     */
    private static final double OPERATIONS_LEAST = 100_000;

    private final ExecutorService executor;
    private final BlockingQueue<Network> networks = new LinkedBlockingQueue<>();
    private final Network callersNetwork;

    public RoundPool(int threads, Supplier<Network> network) {
        executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("round-", 0).factory());
        callersNetwork = network.get();
        for (int i = 0; i < threads; i++) {
            networks.add(network.get());
        }
    }

    /**
     * Starts work that needs a network to compute with. For one thread.
     *
     * @param operations floating-point operations that it takes
     * @return a supplier that waits for the result, and throws the computation's exception
     */
    public <T> Supplier<T> start(double operations, Function<Network, T> work) {
        if (operations < OPERATIONS_LEAST) {
            T result = work.apply(callersNetwork);
            return () -> result;
        }
        Future<T> result = submit(work);
        return () -> get(result);
    }

    private <T> Future<T> submit(Function<Network, T> work) {
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

    private static <T> T get(Future<T> future) {
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
