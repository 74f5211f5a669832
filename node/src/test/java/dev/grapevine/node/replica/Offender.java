package dev.grapevine.node.replica;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import com.hazelcast.config.Config;
import io.vertx.core.Vertx;

import dev.grapevine.node.driver.NodeConfig;
import dev.grapevine.node.run.RunOptions;

/** Breaks every rule of this package, to show that violations are detected. */
public final class Offender {

    Stream<Object> breaksLayering(Vertx vertx, Config hazelcast, NodeConfig config, RunOptions options) {
        Thread.onSpinWait();
        return Stream.of(vertx, hazelcast, config, options, Instant.now(), ThreadLocalRandom.current(), Math.exp(1));
    }
}
