package dev.grapevine.node.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.driver.NodeConfig;
import dev.grapevine.node.driver.NodeDriver;
import dev.grapevine.node.log.LogFormat;
import dev.grapevine.node.log.NodeLog;
import dev.grapevine.node.run.NodeFile;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine node}: runs one node until it leaves. */
@Command(name = "node", sortOptions = false, description = "Runs one node: it trains on its own data and gossips.", footer = {
        "", "Example, in two terminals:",
        "  ./grapevine node --data csv:a.csv --listen 127.0.0.1:7001",
        "  ./grapevine node --data csv:b.csv --listen 127.0.0.1:7002 --join 127.0.0.1:7001"})
public final class NodeCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 7001;
    private static final String DEFAULT_RECORD_LIMIT = "64MB";
    private static final List<String> OWN_KEYS = List.of("listen", "join", "invite", "await", "cpu", "memory",
            "pause-on", "http", "dir",
            "advertise", "id",
            "record",
            "record-limit", "log");

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "a YAML file with any of these options by name; flags take precedence")
    private Path configFile;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where to accept connections. At an address that other machines reach, a node without --join and --invite makes the authority of a run of its own. Default: 127.0.0.1, or in a run with invitations the address on the way to a peer, and port "
            + DEFAULT_PORT)
    private String listen;

    @Option(names = "--join", paramLabel = "HOST:PORT", split = ",", description = "addresses of other nodes; nodes that start together agree on columns and scaling from sums over their data. Without it the node founds a run at once")
    private List<String> join;

    @Option(names = "--invite", paramLabel = "CODE", description = "the code that './grapevine invite' printed on another machine: lets this device take part in that node's run, once")
    private String invite;

    @Option(names = "--await", paramLabel = "N", description = "found no run before N nodes are there, this one included, and suit it to the data of all; 'POST /found' founds it earlier")
    private String await;

    @Option(names = "--cpu", paramLabel = "SHARE", description = "processors that the node may use on average, such as 0.5: training rests for the rest of the time. Default: all")
    private String cpu;

    @Option(names = "--memory", paramLabel = "SIZE", description = "resident memory that the node may take, such as 256m; refused if the model and the data need more. Default: what they need, up to a heap of 512 MB")
    private String memory;

    @Option(names = "--pause-on", paramLabel = "CONDITIONS", description = "pause training while one of them holds: battery<20%%, temperature>80C, command=/PATH (exit status 0), with commas between them")
    private String pauseOn;

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "address of the dashboard and the API; other machines reach it by TLS, with the token in DIR/security/token. Default: 127.0.0.1 and a free port")
    private String http;

    @Option(names = "--dir", paramLabel = "DIR", description = "the node's own folder: identity, checkpoint, model. Default: grapevine-PORT")
    private Path directory;

    @Option(names = "--advertise", paramLabel = "HOST:PORT", description = "address at which others reach this node, if it differs from --listen")
    private String advertise;

    @Option(names = "--id", paramLabel = "NAME", description = "name for people to read; kept in the folder. The identity is a key. Default: no name")
    private String id;

    @Option(names = "--record", paramLabel = "FILE", description = "write every event to this file, for 'sim --replay FILE'")
    private Path record;

    @Option(names = "--record-limit", paramLabel = "SIZE", description = "maximum size of that file, beyond which its oldest half is dropped. Default: "
            + DEFAULT_RECORD_LIMIT)
    private String recordLimit;

    @Option(names = "--log", paramLabel = "text|json", description = "how the node tells its news: in lines with a time where standard output is no terminal, or as a JSON object a line. The file node.log in its folder has the same; it and those before it take 10 MB at most. Default: text")
    private String log;

    @Option(names = "--exit-with", paramLabel = "PID", description = "stop when this process stops")
    private Long exitWith;

    @Override
    public Integer call() throws Exception {
        Map<String, String> settings = configFile == null
                ? Map.of()
                : NodeFile.read(configFile, System.getenv(), OWN_KEYS);
        Map<String, String> runSettings = new LinkedHashMap<>(settings);
        OWN_KEYS.forEach(runSettings::remove);
        runSettings.putAll(RunOptionFlags.given(spec.commandLine().getParseResult()));
        NodeConfig config = config(settings, RunOptions.of(runSettings));
        // A program that starts a node to end with it keeps what the node prints.
        NodeLog told = NodeLog.on(spec.commandLine().getOut(), LogFormat.parse(first(log, settings.get("log"), "text")),
                exitWith == null);
        NodeConsole console = new NodeConsole(told);
        NodeDriver driver = NodeDriver.start(config, console);
        told.keepIn(config.directory());
        config.options().presetSentence().ifPresent(sentence -> told.say(Level.INFO, "preset", "", sentence));
        CompletableFuture<NodeDriver.Exit> ended = driver.exit()
                .thenApply(exit -> console.ended(exit, spec.commandLine().getErr()));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            driver.leave();
            ended.join();
            told.close();
        }));
        if (exitWith != null) {
            ProcessHandle.of(exitWith).ifPresentOrElse(parent -> parent.onExit().thenRun(driver::leave),
                    driver::leave);
        }
        return ended.get().code();
    }

    private NodeConfig config(Map<String, String> settings, RunOptions options) {
        String listenText = first(listen, settings.get("listen"), "");
        Optional<Address> listenAt = listenText.isEmpty()
                ? Optional.empty()
                : Optional.of(address("listen", listenText));
        List<Address> joins = new ArrayList<>();
        List<String> joinTexts = join != null
                ? join
                : settings.containsKey("join") ? List.of(settings.get("join").split(",")) : List.of();
        joinTexts.forEach(text -> joins.add(address("join", text)));
        String advertised = first(advertise, settings.get("advertise"), "");
        String name = first(id, settings.get("id"), "");
        String folder = first(directory == null ? null : directory.toString(), settings.get("dir"),
                "grapevine-" + listenAt.map(Address::port).orElse(DEFAULT_PORT));
        String code = first(invite, settings.get("invite"), "");
        return new NodeConfig(name.isEmpty() ? Optional.empty() : Optional.of(checked(name)), Path.of(folder), listenAt,
                advertised.isEmpty() ? Optional.empty() : Optional.of(address("advertise", advertised)),
                address("http", first(http, settings.get("http"), "127.0.0.1:0")), joins,
                code.isEmpty() ? Optional.empty() : Optional.of(InvitationCode.parse(code)), options,
                awaited(first(await, settings.get("await"), "")),
                DeviceLimits.parse(first(cpu, settings.get("cpu"), ""), first(memory, settings.get("memory"), ""),
                        first(pauseOn, settings.get("pause-on"), "")),
                recording(settings));
    }

    private Optional<NodeConfig.Recording> recording(Map<String, String> settings) {
        String file = first(record == null ? null : record.toString(), settings.get("record"), "");
        String limit = first(recordLimit, settings.get("record-limit"), DEFAULT_RECORD_LIMIT);
        try {
            long limitBytes = Quantities.bytes(limit);
            return file.isEmpty() ? Optional.empty() : Optional.of(new NodeConfig.Recording(Path.of(file), limitBytes));
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("record-limit is '" + limit + "': allowed is a size such as "
                    + DEFAULT_RECORD_LIMIT, e);
        }
    }

    private static OptionalInt awaited(String text) {
        try {
            int nodes = text.isEmpty() ? 0 : Integer.parseInt(text);
            if (text.isEmpty() || nodes >= 2 && nodes <= EnrolmentMessages.MAX_AWAITED) {
                return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(nodes);
            }
        } catch (NumberFormatException e) {
            // As a number that is too large.
        }
        throw new UserMistakeException("await is '" + text + "': allowed are 2 to " + EnrolmentMessages.MAX_AWAITED);
    }

    private static String checked(String name) {
        if (!SelfDescription.isName(name)) {
            throw new UserMistakeException("id is '" + name + "': allowed are 1 to " + SelfDescription.MAX_NAME_LENGTH
                    + " letters, digits, dots, dashes and underscores");
        }
        return name;
    }

    private static Address address(String option, String text) {
        try {
            return Address.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(option + " is '" + text + "': allowed is HOST:PORT", e);
        }
    }

    private static String first(String flag, String setting, String fallback) {
        return flag != null ? flag : setting != null ? setting : fallback;
    }
}
