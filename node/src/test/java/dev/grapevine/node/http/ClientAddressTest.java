package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static String of(String address) {
        return ClientAddress.of(InetAddress.ofLiteral(address));
    }

    @Test
    void machineWithManyAddressesIsOneClient() {
        assertThat(of("2001:db8:1:2::3")).isEqualTo(of("2001:db8:1:2:ffff::4")).isNotEqualTo(of("2001:db8:1:3::3"));
        assertThat(of("192.0.2.7")).isEqualTo("192.0.2.7").isEqualTo(of("::ffff:192.0.2.7"))
                .isNotEqualTo(of("192.0.2.8"));
        assertThat(of("::1")).isNotEqualTo(of("::2"));
    }
}
