package dev.grapevine.node.http;

import static dev.grapevine.node.Sentences.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.Vertx;

import dev.grapevine.node.words.Address;

/** The API can stop the node, so it listens on loopback only. */
class NodeHttpTest {

    private final Vertx vertx = Vertx.vertx();
    private final NodeHttp http = new NodeHttp(vertx, new NodeHttp.View() {
        @Override
        public NodeStatus status() {
            throw new AssertionError();
        }

        @Override
        public Optional<byte[]> model(NodeHttp.Which which) {
            throw new AssertionError();
        }

        @Override
        public boolean isHealthy() {
            throw new AssertionError();
        }

        @Override
        public void request(NodeHttp.Command command) {
            throw new AssertionError();
        }
    });

    @AfterEach
    void close() {
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "2001:db8::1"})
    void listenRefusesOtherAddresses(String host) {
        Address address = new Address(host, 0);
        assertMistake(() -> http.listen(address), "http is " + address + ", which other machines can reach: because "
                + "any machine that reaches it can stop the node, allowed are loopback addresses such as 127.0.0.1:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void listenAcceptsLoopbackAddresses(String host) throws InterruptedException {
        AtomicInteger port = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        http.listen(new Address(host, 0)).onSuccess(port::set).onComplete(unused -> answered.countDown());
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(port.get()).isPositive();
    }

    @Test
    void checkRefusesAddressBeforeStart() {
        assertMistake(() -> NodeHttp.check(new Address("192.0.2.1", 8080)),
                "http is 192.0.2.1:8080, which other machines can reach: because any machine that reaches it can stop the "
                        + "node, allowed are loopback addresses such as 127.0.0.1:8080");
    }
}
