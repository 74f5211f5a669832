package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.words.Address;

import static org.assertj.core.api.Assertions.assertThat;

/** Ways that end in different places have different sentences. */
class ReachTest {

    @Test
    void whatTheSystemSaysIsUnderstood() {
        assertThat(Reach.of(new SocketTimeoutException("Connect timed out"))).isEqualTo(Reach.SILENT);
        assertThat(Reach.of(new ConnectException("Connection timed out"))).isEqualTo(Reach.SILENT);
        assertThat(Reach.of(new ConnectException("Connection refused"))).isEqualTo(Reach.REFUSED);
        assertThat(Reach.of(new NoRouteToHostException("No route to host"))).isEqualTo(Reach.NO_ROUTE);
        assertThat(Reach.of(new ConnectException("Network is unreachable"))).isEqualTo(Reach.NO_ROUTE);
        assertThat(Reach.of(new SocketException("Network is down"))).isEqualTo(Reach.NO_ROUTE);
        assertThat(Reach.of(new SocketException("Operation not permitted"))).isEqualTo(Reach.FORBIDDEN);
        assertThat(Reach.of(new IOException((String) null))).isEqualTo(Reach.SILENT);
        assertThat(ListenPlace.of(new BindException("Address already in use"))).isEqualTo(ListenPlace.State.TAKEN);
        assertThat(ListenPlace.of(new BindException("Cannot assign requested address")))
                .isEqualTo(ListenPlace.State.ELSEWHERE);
        assertThat(ListenPlace.of(new SocketException("Permission denied"))).isEqualTo(ListenPlace.State.FORBIDDEN);
    }

    @Test
    void everyEndHasItsOwnSentence() {
        SampleContext sample = new SampleContext();
        sample.neighbours = Arrays.stream(Reach.values()).filter(reach -> reach != Reach.OPEN)
                .map(reach -> SampleContext.unreached("192.0.2.7:7001", reach)).toList();
        List<String> lines = sample.look(new ReachCheck());
        assertThat(lines).doesNotHaveDuplicates().hasSize(5).allMatch(line -> line.contains("192.0.2.7:7001"));
        assertThat(lines.get(0)).startsWith("bad reach the machine of 192.0.2.7:7001 is there, but nobody listens");
        assertThat(lines.get(1)).startsWith("bad reach nothing comes back from 192.0.2.7:7001: a firewall");
        assertThat(lines.get(2)).startsWith("bad reach this machine has no way to 192.0.2.7:7001: ");
        assertThat(lines.get(4)).startsWith("? reach");
    }

    @Test
    void placesWhereNobodyCanListenAreTold() {
        SampleContext sample = new SampleContext();
        sample.neighbours = List.of(SampleContext.answering("192.0.2.7:7001", Neighbour.Kind.GRAPEVINE_TLS));
        sample.listen = Optional.of(new Address("192.0.2.9", 80));
        for (ListenPlace.State state : ListenPlace.State.values()) {
            sample.place = Optional.of(new ListenPlace(state, Optional.of(SampleContext.answering("192.0.2.9:80",
                    Neighbour.Kind.HTTP))));
            assertThat(sample.look(new ReachCheck())).hasSize(2).last().asString()
                    .startsWith(state == ListenPlace.State.FREE ? "ok reach" : "bad reach").contains("192.0.2.9:80");
        }
        sample.place = Optional.of(new ListenPlace(ListenPlace.State.TAKEN, Optional.of(SampleContext.answering(
                "192.0.2.9:80", Neighbour.Kind.HTTP))));
        assertThat(sample.look(new ReachCheck())).last().asString().contains("is taken by a web server: ");
    }
}
