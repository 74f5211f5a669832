package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that leads a browser here by a name of its own is told apart by that name. */
class HostRuleTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress HOME_6 = InetAddress.ofLiteral("2001:db8::7");

    private final HostRule onLoopback = new HostRule(false, "127.0.0.1");
    private final HostRule everywhere = new HostRule(true, "0.0.0.0");

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "127.255.3.4:8080", "[::1]",
            "[::1]:8080", "[0:0:0:0:0:0:0:1]:8080"})
    void loopbackIsOwn(String host) {
        assertThat(onLoopback.isOwnHost(host, LOOPBACK, 8080)).isTrue();
        assertThat(everywhere.isOwnHost(host, HOME, 8080)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example", "evil.example:8080", "localhost.evil.example", "localhost.",
            "127.0.0.1.nip.io",
            "127.0.0.1:8081", "localhost:80", "localhost:", "localhost:99999", "localhost:+80", "127.1", "2130706433",
            "0x7f.0.0.1", "0177.0.0.1", "127.0.0.256", "127.0.0.01", "0.0.0.0", "0.0.0.0:8080", "[::]", "[::]:8080",
            "::1",
            "[::ffff:127.0.0.1]", "[::1", "[127.0.0.1]", "[localhost]", "user@127.0.0.1", "127.0.0.1/",
            "127.0.0.1, evil",
            " 127.0.0.1", "192.0.2.8:8080", "128.0.0.1", "ａ", "localhost\u0000", "[fe80::1%lo]"})
    void anythingElseIsForeign(String host) {
        assertThat(onLoopback.isOwnHost(host, LOOPBACK, 8080)).isFalse();
        assertThat(everywhere.isOwnHost(host, HOME, 8080)).isFalse();
    }

    @Test
    void addressThatWasCalledIsOwn() {
        assertThat(everywhere.isOwnHost("192.0.2.7:8080", HOME, 8080)).isTrue();
        assertThat(everywhere.isOwnHost("[2001:DB8:0::7]:8080", HOME_6, 8080)).isTrue();
        assertThat(everywhere.isOwnHost("192.0.2.7:8080", HOME_6, 8080)).isFalse();
        assertThat(onLoopback.isOwnHost("192.0.2.7:8080", LOOPBACK, 8080)).isFalse();
    }

    @Test
    void nameThatTheUserGaveIsOwn() {
        HostRule named = new HostRule(true, "box.lan");
        assertThat(named.isOwnHost("Box.lan:8080", HOME, 8080)).isTrue();
        assertThat(named.isOwnHost("box.lan", HOME, 8080)).isTrue();
        assertThat(named.isOwnHost("box", HOME, 8080)).isFalse();
        assertThat(named.isOwnHost("xbox.lan", HOME, 8080)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080, localhost:8080, true", "HTTP://LOCALHOST:8080, localhost, true",
            "http://[::1]:8080, [::1]:8080, true", "https://localhost:8080, localhost:8080, false",
            "http://localhost, localhost:8080, false", "http://localhost, localhost, false",
            "http://localhost:3000, localhost:8080, false", "http://127.0.0.1:8080, localhost:8080, false",
            "http://evil.example, localhost:8080, false", "null, localhost:8080, false", "'', localhost:8080, false",
            "http://localhost:8080/, localhost:8080, false", "http://localhost:80801, localhost:8080, false",
            "http://localhost:8080, , false"})
    void originIsSchemeHostAndPort(String origin, String host, boolean own) {
        assertThat(onLoopback.isOwnOrigin(origin, host == null ? "" : host, 8080)).isEqualTo(own);
    }

    @Test
    void defaultPortMayBeLeftOut() {
        assertThat(onLoopback.isOwnOrigin("http://localhost", "localhost", 80)).isTrue();
        assertThat(everywhere.isOwnOrigin("https://192.0.2.7", "192.0.2.7", 443)).isTrue();
        assertThat(everywhere.isOwnOrigin("https://192.0.2.7", "192.0.2.7", 80)).isFalse();
    }
}
