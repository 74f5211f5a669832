package dev.grapevine.node.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names that nobody knows, and names that lead back to this machine. */
class NameCheckTest {

    private static List<String> look(Map<String, List<String>> known, String... addresses) {
        SampleContext sample = new SampleContext();
        sample.neighbours = Stream.of(addresses).map(address -> SampleContext.unreached(address, Reach.SILENT))
                .toList();
        sample.names = new Names(name -> known.getOrDefault(name, List.of()).stream().map(InetAddress::ofLiteral)
                .toList(), address -> address.isLoopbackAddress() || address.getHostAddress().equals("192.0.2.1"));
        return sample.look(new NameCheck());
    }

    @Test
    void unknownNameIsTold() {
        assertThat(look(Map.of(), "anna:7001")).containsExactly("bad name nobody knows the name anna: compare its"
                + " spelling, enter it in /etc/hosts or the name server, or use an IP address");
    }

    @Test
    void nameOfAnotherMachineThatLeadsBackIsTold() {
        assertThat(look(Map.of("anna", List.of("127.0.1.1")), "anna:7001")).singleElement().asString()
                .startsWith(
                        "bad name the name anna stands for 127.0.1.1 here, which is this machine and no other one: ")
                .contains("/etc/hosts");
        assertThat(look(Map.of("anna", List.of("192.0.2.7", "::1")), "anna:7001")).singleElement().asString()
                .startsWith("bad name");
    }

    @Test
    void namesThatAreWellAreShownWithTheirAddresses() {
        assertThat(look(Map.of("anna", List.of("192.0.2.7"), "me", List.of("192.0.2.1"), "LocalHost", List.of(
                "127.0.0.1")), "anna:1", "me:2", "LocalHost:3", "[2001:db8::1]:4")).containsExactly(
                        "ok name anna is 192.0.2.7", "ok name me is 192.0.2.1, an address of this machine itself",
                        "ok name LocalHost is this machine, at 127.0.0.1",
                        "ok name 2001:db8::1 is an address, so no name has to be looked up");
        assertThat(look(Map.of())).singleElement().asString().startsWith("? name no other node was named");
    }
}
