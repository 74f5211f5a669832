package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a node which runs on this machine. Exit code 1 if it gives no answer. */
abstract class RunningNodeCommand implements Callable<Integer> {

    private static final int EXIT_FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "folder of the running node. Default: this folder, or the one folder grapevine-* here whose node runs")
    private Path directory;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            ask(RunningNode.find(Optional.ofNullable(directory), Path.of(".")), out);
            out.flush();
            return 0;
        } catch (NoAnswerException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return EXIT_FAILED;
        }
    }

    abstract void ask(RunningNode node, PrintWriter out) throws NoAnswerException;

    /** The identity of a peer that a person has named. */
    static String peer(RunningNode node, String word) throws NoAnswerException {
        List<PeerWord.Peer> peers = new ArrayList<>();
        for (JsonNode peer : node.get("/peers")) {
            peers.add(new PeerWord.Peer(peer.path("peer").asText(), peer.path("name").asText()));
        }
        return PeerWord.identity(word, peers);
    }

    /** Some of the text comes from peers, which must not control the terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
