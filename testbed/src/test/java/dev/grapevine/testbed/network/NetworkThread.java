package dev.grapevine.testbed.network;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread of this process whose sockets belong to a network namespace (setns(2)): tests look at a node as a program on its
 * machine, or on another one, does.
 */
@SuppressWarnings("restricted")
final class NetworkThread implements AutoCloseable {

    private static final String FOLDER = "/var/run/netns/";
    private static final int NETWORK = 0x40000000;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    NetworkThread(String namespace) {
        call(() -> {
            enter(namespace);
            return null;
        });
    }

    private static void enter(String namespace) throws Exception {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int file = invoke(linker, "open",
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    arena.allocateFrom(FOLDER + namespace), 0);
            int result = invoke(linker, "setns",
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), file,
                    NETWORK);
            invoke(linker, "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), file);
            if (result != 0) {
                throw new IllegalStateException("The network namespace " + namespace + " cannot be entered");
            }
        }
    }

    private static int invoke(Linker linker, String function, FunctionDescriptor type, Object... arguments) {
        try {
            return (int) linker.downcallHandle(linker.defaultLookup().findOrThrow(function), type)
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("The function " + function + " cannot be called", e);
        }
    }

    /** Runs something on this thread and waits for it. */
    <T> T call(Callable<T> task) {
        try {
            return thread.submit(task).get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
