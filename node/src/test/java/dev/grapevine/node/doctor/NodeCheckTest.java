package dev.grapevine.node.doctor;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What a running node says of itself is judged. */
class NodeCheckTest {

    private static List<String> look(String status, Neighbour... neighbours) throws JsonProcessingException {
        SampleContext sample = new SampleContext();
        sample.neighbours = List.of(neighbours);
        sample.running = Optional.of(new RunningNodeView(Optional.of(new JsonMapper().readTree(status)),
                Optional.empty()));
        return sample.look(new NodeCheck());
    }

    @Test
    void nodeWithPeersIsWell() throws JsonProcessingException {
        assertThat(look("{\"phase\": \"running\", \"peers\": [\"ann\"], \"faults\": 0, \"security\": null}"))
                .containsExactly("ok node the node of the folder is running and sees 1 peer");
    }

    @Test
    void lonelyNodeIsToldFaultsAreCountedAndTerminalsAreSafe() throws JsonProcessingException {
        String status = "{\"phase\": \"looking_for_run\", \"peers\": [], \"faults\": 3,"
                + " \"security\": {\"note\": \"One inviter only\\u001b\"}}";
        assertThat(look(status, SampleContext.unreached("192.0.2.7:7001", Reach.SILENT))).satisfiesExactly(
                lonely -> assertThat(lonely).startsWith("bad node the node of the folder is looking for run and sees no"
                        + " peer: "),
                faults -> assertThat(faults).startsWith("? node it has counted 3 faults of peers"),
                note -> assertThat(note).isEqualTo("ok node it notes: One inviter only?"));
        assertThat(look(status)).first().asString().startsWith("? node").contains("name one with --join");
    }

    @Test
    void copiesThatNobodyKeepsAreTold() throws JsonProcessingException {
        String status = "{\"phase\": \"running\", \"peers\": [\"ann\"], \"uptimeSeconds\": %d,"
                + " \"spare\": {\"wanted\": 2, \"keepers\": [%s]}}";
        assertThat(look(status.formatted(500, "\"ann\""))).last()
                .isEqualTo("ok node 1 of 2 peers keep a copy of its checkpoint");
        assertThat(look(status.formatted(500, ""))).last().asString()
                .startsWith("bad node replicas is 2, and no peer keeps a copy of its checkpoint: ");
        assertThat(look(status.formatted(5, ""))).last().asString().startsWith("? node 0 of 2 peers keep");
    }

    @Test
    void nodeThatDoesNotAnswerIsTold() {
        SampleContext sample = new SampleContext();
        assertThat(sample.look(new NodeCheck())).containsExactly("? node no node runs in the folder");
        sample.running = Optional.of(new RunningNodeView(Optional.empty(), Optional.of("The node does not answer: start"
                + " it again")));
        assertThat(sample.look(new NodeCheck())).containsExactly("bad node The node does not answer: start it again");
    }
}
