package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.spare.RecoveryPhrase;
import dev.grapevine.node.spare.RestoredFolder;
import dev.grapevine.node.spare.SpareClient;
import dev.grapevine.node.spare.SpareSearch;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.transport.StrangerCredentials;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine identity restore}: a lost node's folder, from its phrase and the copies that peers keep. */
@Command(name = "restore", sortOptions = false, mixinStandardHelpOptions = true, description = "Makes the folder of a lost node again, from the phrase of 'identity backup' on standard input and the newest copy that a peer keeps. The old device must not run any more.", footer = {
        "", "Example: ./grapevine identity restore --join 192.0.2.7:7001 --dir grapevine-7001",
        "Then type the phrase. Exit code 1 if nobody answers: nothing is written then."})
public final class IdentityRestoreCommand implements Callable<Integer> {

    private static final int EXIT_FAILED = 1;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--join", paramLabel = "HOST:PORT", split = ",", required = true, description = "addresses of nodes of its run; one is enough, which knows the others")
    private List<String> join;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "grapevine-7001", description = "the folder to make. Default: ${DEFAULT-VALUE}")
    private Path directory;

    private final InputStream in;

    public IdentityRestoreCommand() {
        this(System.in);
    }

    /** @param in has the phrase */
    IdentityRestoreCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() {
        List<Address> members = join.stream().map(IdentityRestoreCommand::address).toList();
        if (in == System.in && System.console() != null && System.console().isTerminal()) {
            spec.commandLine().getErr().println("Type the " + RecoveryPhrase.WORDS + " words of the phrase:");
        }
        DeviceKey key = RecoveryPhrase.read(phrase());
        RestoredFolder.check(directory, key);
        SpareSearch.Outcome found = search(key, members);
        found.notices().forEach(spec.commandLine().getErr()::println);
        if (found.answers() == 0) {
            spec.commandLine().getErr().println("Nobody answers who could have a copy: nothing was written");
            return EXIT_FAILED;
        }
        if (found.isRevoked()) {
            throw new UserMistakeException(
                    "The key of this phrase was revoked, so nobody keeps or gives anything for it:"
                            + " begin with a new folder and a new invitation");
        }
        RestoredFolder.write(directory, key, found.known(), found.content(), found.peers());
        say(key, found);
        return 0;
    }

    private static Address address(String text) {
        try {
            return Address.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("join is " + Quotes.quote(text) + ": allowed is HOST:PORT", e);
        }
    }

    /** Reads up to the line end after the last word, so that nobody has to know how to end an input. */
    private String phrase() {
        StringBuilder typed = new StringBuilder();
        try {
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            for (int c = reader.read(); c >= 0 && RecoveryPhrase.mayGoOn(typed); c = reader.read()) {
                typed.append((char) c);
            }
            return typed.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Standard input cannot be read", e);
        }
    }

    private static SpareSearch.Outcome search(DeviceKey key, List<Address> members) {
        Vertx vertx = Vertx.vertx();
        // Held until the end: Vert.x closes what nobody refers to, with its connections.
        NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        try {
            MutualTls tls = new MutualTls(
                    new StrangerCredentials(key, Certificates.selfSigned(key, Instant.now())));
            return new SpareSearch(key, new SpareClient(vertx,
                    address -> tls.connect(client, address, PortProtocol.ENROLMENT))).search(members)
                    .toCompletionStage().toCompletableFuture().join();
        } finally {
            client.close();
            vertx.close();
        }
    }

    private void say(DeviceKey key, SpareSearch.Outcome found) {
        PrintWriter out = spec.commandLine().getOut();
        if (found.content().isPresent()) {
            out.println("The node " + key.peer() + " is in the folder " + directory
                    + " again, with the copy that it made in"
                    + " life " + Incarnations.shown(found.label().orElseThrow().incarnation())
                    + ". Its old device must not run any more.");
            out.println("To go on, with the node's data: ./grapevine node --dir " + directory + " --data DATA");
        } else {
            out.println("The node " + key.peer() + " is in the folder " + directory
                    + " again with its identity only: nobody"
                    + " who answers has a copy of its checkpoint and certificates.");
            out.println("To go on, with a code from './grapevine invite' on another node: ./grapevine node --dir "
                    + directory
                    + " --data DATA --invite CODE");
        }
        out.flush();
    }
}
