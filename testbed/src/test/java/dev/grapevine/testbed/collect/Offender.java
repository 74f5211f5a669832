package dev.grapevine.testbed.collect;

import java.util.stream.Stream;

import dev.grapevine.node.driver.NodeConfig;
import dev.grapevine.testbed.cli.BenchCommand;

/** Does all that is not allowed where clusters run, to show that it would be found. */
public final class Offender {

    Stream<Object> knowsTooMuch(NodeConfig insideOfANode, dev.grapevine.testbed.bench.Offender bench,
            BenchCommand command) {
        return Stream.of(insideOfANode, bench, command, Math.exp(1));
    }
}
