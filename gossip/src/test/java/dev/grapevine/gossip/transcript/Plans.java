package dev.grapevine.gossip.transcript;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.QuickKnobs;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.room.Rooms;

/** The run of a transcript: twenty parameters in three blocks, unless the transcript says otherwise. */
final class Plans {

    private static final List<String> NAMES = List.of("parameters", "block", "strategy", "compression", "overlay",
            "window", "open", "table", "fanout", "interval", "bandwidth", "tokens", "staleness", "seed", "steps",
            "ahead", "await", "run");

    private Plans() {}

    static RunPlan of(Map<String, String> options, Rooms rooms) {
        options.keySet().stream().filter(name -> !NAMES.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("a plan has no " + name + " but " + NAMES);
        });
        FlowParameters flow = flow(options);
        ProtocolParameters parameters = QuickKnobs.ofBlocks(number(options, "block", 8))
                .withLocalSteps(number(options, "steps", 1)).withFanout(number(options, "fanout", 1))
                .withInterval(Duration.parse("PT" + options.getOrDefault("interval", "0S")))
                .withFoundingNodes(number(options, "await", 1)).withWindowBlocks(number(options, "window", 2))
                .withOpenExchangesMax(number(options, "open", 2))
                .withUnfinishedBlocksMax(number(options, "table", QuickKnobs.UNFINISHED_MAX)).withFlow(flow);
        float[] initial = new float[number(options, "parameters", 20)];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = i / 16f;
        }
        Charter charter = new Charter(List.of(new Charter.Term("seed", options.getOrDefault("seed", "1"), true)))
                .ofRun(options.getOrDefault("run", ""));
        RunPlan plan = new RunPlan(charter, parameters, rooms.strategy(options.getOrDefault("strategy", "pairwise"),
                options.getOrDefault("compression", "modular:4")), new Average(), initial);
        return flow.overlay().needsClassShares()
                ? plan.withClassShares(ClassShares.ofRows(new long[]{3, 1}))
                : plan;
    }

    private static FlowParameters flow(Map<String, String> options) {
        FlowParameters flow = FlowParameters.DEFAULT
                .withOverlay(Overlays.byName(options.getOrDefault("overlay", "random")))
                .withBytesPerSecondMax(number(options, "bandwidth", 0))
                .withStaleness(new Staleness(number(options, "staleness", 0)))
                .withAhead(number(options, "ahead", FlowParameters.AUTO));
        return Optional.ofNullable(options.get("tokens")).map(text -> text.split(","))
                .map(pair -> flow.withTokens(Optional.of(
                        new TokenAccount.Strategy(Integer.parseInt(pair[0]), Integer.parseInt(pair[1])))))
                .orElse(flow);
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
    }
}
