package dev.grapevine.node.doctor;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.Address;

/** Looks at everything that keeps nodes from meeting, in a fixed order. Immutable. */
public final class Doctor {

    /** Each finding of one comes before all of the next. */
    private static final List<Check> CHECKS = List.of(new NameCheck(), new ReachCheck(), new PortCheck(),
            new ClockCheck(), new VersionCheck(), new CertificateCheck(), new InvitationCheck(), new SchemaCheck(),
            new DiskCheck(), new MemoryCheck(), new NodeCheck());
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Finding> findings;

    private Doctor(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    /**
     * Looks. Blocks, for some seconds for each node that does not answer.
     *
     * @param folder     the node's own; empty if none is known; need not exist
     * @param joins      the other nodes
     * @param invitation a code as a person has typed it
     * @param listen     where the node is meant to listen
     * @param options    the node's data and model
     * @param running    the node that runs in the folder
     */
    public static Doctor look(Optional<Path> folder, List<Address> joins, Optional<String> invitation,
            Optional<Address> listen, RunOptions options, Optional<RunningNodeView> running) {
        return look(Context.of(new Context.Question(folder, joins, invitation, listen, options, running),
                Visitor.Patience.USUAL, Machine.present(), InstantSource.system()));
    }

    static Doctor look(Context context) {
        List<Finding> findings = new ArrayList<>();
        CHECKS.forEach(check -> findings.addAll(check.look(context)));
        return new Doctor(findings);
    }

    List<Finding> findings() {
        return findings;
    }

    /** Whether nothing is wrong, as far as could be looked at. */
    public boolean isWell() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.BAD);
    }

    /** A line for each finding. */
    public List<String> lines() {
        return findings.stream().map(Finding::line).toList();
    }

    /** The same for programs. */
    public String json() {
        ObjectNode all = JSON.createObjectNode();
        all.put("well", isWell());
        ArrayNode list = all.putArray("findings");
        for (Finding finding : findings) {
            list.addObject().put("check", finding.check()).put("verdict", finding.verdict().word())
                    .put("sentence", finding.sentence());
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree is always JSON", e);
        }
    }
}
