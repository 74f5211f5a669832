package dev.grapevine.testbed.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.words.Address;

/** Where dashboards are. */
class DashboardsTest {

    private static final Path FOLDER = Path.of("nodes");

    private static Optional<Address> at(int port) {
        return Optional.of(new Address("127.0.0.1", port));
    }

    @Test
    void eachNodeHasItsAddress() {
        assertThat(Dashboards.lines(List.of(at(4001), Optional.empty(), at(4003)), FOLDER)).containsExactly(
                "Dashboards:", "  node-0  http://127.0.0.1:4001/", "  node-2  http://127.0.0.1:4003/");
    }

    @Test
    void manyNodesAreNotAllTold() {
        assertThat(Dashboards.lines(Collections.nCopies(100, at(4001)), FOLDER)).hasSize(Dashboards.LINES + 2).last()
                .asString().isEqualTo("  and 92 more: see process.properties in the nodes' folders in nodes");
    }

    @Test
    void nothingIsSaidWhereNothingIsKnown() {
        assertThat(Dashboards.lines(List.of(Optional.empty()), FOLDER)).isEmpty();
    }
}
