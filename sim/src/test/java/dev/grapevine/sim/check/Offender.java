package dev.grapevine.sim.check;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import com.hazelcast.config.Config;

import dev.grapevine.node.driver.NodeConfig;

/** Does all that is not allowed in the simulator, to show that it would be found. */
public final class Offender {

    Stream<Object> knowsTooMuch(Config hazelcast, NodeConfig config) {
        return Stream.of(hazelcast, config, Instant.now(), System.nanoTime(), ThreadLocalRandom.current(),
                Math.exp(1));
    }
}
