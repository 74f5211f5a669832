package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.doctor.Doctor;
import dev.grapevine.node.doctor.RunningNodeView;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.store.ProcessFile;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine doctor}: says why two nodes do not meet. */
@Command(name = "doctor", sortOptions = false, description = "Says in sentences why two nodes do not meet. The node need not run; nothing is changed.", footer = {
        "", "Example: ./grapevine doctor --dir grapevine-7001 --join 192.0.2.7:7001",
        "  ok  name         192.0.2.7 is an address, so no name has to be looked up",
        "  bad reach        the machine of 192.0.2.7:7001 is there, but nobody listens at port 7001: start the node there, …",
        "Exit code 0 if nothing is wrong, 1 if something is, 2 for mistakes in these options."})
public final class DoctorCommand implements Callable<Integer> {

    private static final int EXIT_WELL = 0;
    private static final int EXIT_WRONG = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "the node's own folder. Default: this folder, or the one folder grapevine-* here")
    private Path directory;

    @Option(names = "--join", paramLabel = "HOST:PORT", split = ",", description = "addresses of the nodes that this one does not meet")
    private List<String> join = List.of();

    @Option(names = "--invite", paramLabel = "CODE", description = "an invitation code; it is looked at and not used up")
    private String invite;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where the node is meant to listen")
    private String listen;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
        List<Address> joins = join.stream().map(text -> address("join", text)).toList();
        Optional<Address> place = Optional.ofNullable(listen).map(text -> address("listen", text));
        Optional<Path> folder = Optional.ofNullable(directory).or(() -> NodeFolders.in(Path.of(".")));
        folder.filter(path -> Files.exists(path) && !Files.isDirectory(path)).ifPresent(path -> {
            throw new UserMistakeException("dir is " + path + ", which is a file: allowed is a folder");
        });
        RunOptions options = RunOptions.of(RunOptionFlags.given(spec.commandLine().getParseResult()));
        Doctor doctor = Doctor.look(folder, joins, Optional.ofNullable(invite), place, options,
                folder.flatMap(DoctorCommand::running));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(doctor.json());
        } else {
            doctor.lines().forEach(out::println);
        }
        out.flush();
        return doctor.isWell() ? EXIT_WELL : EXIT_WRONG;
    }

    private static Address address(String option, String text) {
        try {
            Address address = Address.parse(text.strip());
            if (address.port() > 0) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(option + " is " + Quotes.quote(text) + ": allowed is HOST:PORT", e);
        }
        throw new UserMistakeException(option + " is " + Quotes.quote(text) + ": allowed are ports from 1 to 65535");
    }

    /** The view of the running node: its answers, or why it gives none, are something to look at. */
    private static Optional<RunningNodeView> running(Path folder) {
        if (ProcessFile.readIn(folder).flatMap(told -> ProcessHandle.of(told.pid()))
                .filter(ProcessHandle::isAlive).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RunningNodeView(Optional.of(RunningNode.find(Optional.of(folder), folder)
                    .get("/status")), Optional.empty()));
        } catch (UserMistakeException | NoAnswerException e) {
            return Optional.of(new RunningNodeView(Optional.empty(), Optional.of(e.getMessage())));
        }
    }
}
