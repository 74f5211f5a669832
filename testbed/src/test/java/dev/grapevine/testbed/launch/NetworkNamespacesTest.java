package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Machines that are none. */
class NetworkNamespacesTest {

    @Test
    void whereTheyAreNotAllowed_aSentenceSaysSo() {
        assertThat(NetworkNamespaces.refusal(
                new NetworkNamespaces.Ended(255, "mkdir /run/netns failed: Permission denied\n"))).contains(
                        "network namespaces are not allowed here: 'ip netns add' says 'mkdir /run/netns failed: "
                                + "Permission denied'; root may make them on Linux");
        assertThat(NetworkNamespaces.refusal(new NetworkNamespaces.Ended(-1, "No such file"))).isPresent();
        assertThat(NetworkNamespaces.refusal(new NetworkNamespaces.Ended(0, ""))).isEmpty();
    }

    @Test
    void theirNumberIsBounded() {
        for (int count : new int[]{-1, 0, 201}) {
            assertThatThrownBy(() -> new NetworkNamespaces(count).close())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void eachReachesTheOthersAndCountsWhatItSends() throws IOException, InterruptedException {
        assumeTrue(NetworkNamespaces.refusal().isEmpty(), "network namespaces are not allowed here");
        String name;
        try (NetworkNamespaces two = new NetworkNamespaces(2)) {
            name = two.around(1).getLast();
            long before = two.bytesSent(0);
            // A datagram to a port where nobody listens: the kernel sends it all the same.
            List<String> command = new ArrayList<>(two.around(0));
            command.addAll(List.of("bash", "-c", "head -c 1000 /dev/zero > /dev/udp/" + two.address(1, 9).host()
                    + "/" + two.address(1, 9).port()));
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
            long sent = two.bytesSent(0) - before;
            assertThat(sent).as("the datagram, its headers and the question for its address").isBetween(1042L, 20_000L);
        }
        assertThat(new ProcessBuilder("ip", "netns", "exec", name, "true").start().waitFor()).isNotZero();
    }
}
