package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.words.Address;

class OwnAddressesTest {

    private static final Address LOOPBACK = new Address("127.0.0.1", 7001);

    @Test
    void whatTheUserSaysCounts() {
        Address outside = new Address("node.example", 443);
        assertThat(OwnAddresses.of(new Address("0.0.0.0", 7001), Optional.of(outside))).containsExactly(outside);
        assertThat(OwnAddresses.of(LOOPBACK, Optional.empty())).containsExactly(LOOPBACK);
    }

    @Test
    void nodeThatListensEverywhereTellsOfAddressesOnly() {
        for (String everywhere : List.of("0.0.0.0", "::")) {
            assertThat(OwnAddresses.of(new Address(everywhere, 7001), Optional.empty())).isNotEmpty()
                    .allSatisfy(address -> {
                        assertThat(address.port()).isEqualTo(7001);
                        assertThat(address.host()).isNotEqualTo(everywhere);
                        assertThat(OwnAddresses.areOfThisMachine(List.of(address))).isTrue();
                    });
        }
    }

    @Test
    void documentationAddressesAndNamesAreElsewhere() {
        assertThat(OwnAddresses.areOfThisMachine(List.of(new Address("198.51.100.7", 7001)))).isFalse();
        assertThat(OwnAddresses.areOfThisMachine(List.of(new Address("node.example", 7001)))).isFalse();
        assertThat(OwnAddresses.areOfThisMachine(List.of(new Address("198.51.100.7", 7001), LOOPBACK))).isTrue();
    }
}
