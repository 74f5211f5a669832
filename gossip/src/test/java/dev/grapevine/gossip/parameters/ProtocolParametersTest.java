package dev.grapevine.gossip.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ProtocolParametersTest {

    private record Case(String name, Object value, String sentence) {
        @Override
        public String toString() {
            return name + " " + value;
        }
    }

    private static final List<Case> REFUSED = List.of(
            new Case("blockSize", 0, "blockSize is 0: allowed are 1 to 131072"),
            new Case("blockSize", (1 << 17) + 1, "blockSize is 131073: allowed are 1 to 131072"),
            new Case("localSteps", -1, "localSteps is -1: allowed are auto or 1 to 1000000"),
            new Case("localSteps", 1_000_001, "localSteps is 1000001: allowed are auto or 1 to 1000000"),
            new Case("fanout", -1, "fanout is -1: allowed are 0 to 64"),
            new Case("fanout", 65, "fanout is 65: allowed are 0 to 64"),
            new Case("interval", Duration.ofNanos(-1), "interval is PT-0.000000001S: allowed are 0 and more"),
            new Case("serveDecay", 1f, "serve is 1.0: allowed are 0 to less than 1"),
            new Case("serveDecay", -0.1f, "serve is -0.1: allowed are 0 to less than 1"),
            new Case("serveDecay", Float.NaN, "serve is NaN: allowed are 0 to less than 1"),
            new Case("windowBlocks", 0, "windowBlocks is 0: allowed are 1 and more"),
            new Case("windowBlocks", 1 << 30,
                    "unfinishedBlocksMax is 1024: allowed are twice windowBlocks and more"),
            new Case("openExchangesMax", 0, "openExchangesMax is 0: allowed are 1 and more"),
            new Case("unfinishedBlocksMax", 15,
                    "unfinishedBlocksMax is 15: allowed are twice windowBlocks and more"),
            new Case("retryAfter", Duration.ZERO, "retryAfter is PT0S: allowed are more than 0"),
            new Case("retryAfter", Duration.ofSeconds(31), "retryAfterMax is PT30S: allowed are retryAfter and more"),
            new Case("retryAfterMax", Duration.ofMillis(999),
                    "retryAfterMax is PT0.999S: allowed are retryAfter and more"),
            new Case("sumsPatience", Duration.ofNanos(-1),
                    "sumsPatience is PT-0.000000001S: allowed are 0 and more"),
            new Case("frameBytesMax", 8 * 4096 + 255,
                    "frameBytesMax is 33023: allowed are 8 * blockSize + 256 and more"));

    private static final List<Case> ALLOWED = List.of(new Case("blockSize", 1, ""), new Case("blockSize", 100_000, ""),
            new Case("localSteps", ProtocolParameters.AUTO, ""), new Case("localSteps", 1_000_000, ""),
            new Case("sumsPatience", Duration.ZERO, ""),
            new Case("fanout", 0, ""), new Case("fanout", 64, ""), new Case("interval", Duration.ZERO, ""),
            new Case("serveDecay", 0f, ""), new Case("windowBlocks", 512, ""),
            new Case("unfinishedBlocksMax", 16, ""), new Case("retryAfter", Duration.ofSeconds(30), ""),
            new Case("frameBytesMax", 8 * 4096 + 256, ""));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void valuesOutsideRangeAreRejectedInOneSentence(Case refused) {
        assertThatThrownBy(() -> defaultBut(refused.name, refused.value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refused.sentence);
    }

    @ParameterizedTest
    @FieldSource("ALLOWED")
    void endsOfRangesAreAllowed(Case allowed) throws ReflectiveOperationException {
        ProtocolParameters parameters = defaultBut(allowed.name, allowed.value);
        assertThat(ProtocolParameters.class.getMethod(allowed.name).invoke(parameters)).isEqualTo(allowed.value);
    }

    @Test
    void retryDelayDoublesToMaximum() throws ReflectiveOperationException {
        ProtocolParameters parameters = defaultBut("retryAfterMax", Duration.ofSeconds(20));
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 1000, Integer.MAX_VALUE)).extracting(parameters::retryDelay)
                .extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 20L, 20L, 20L, 20L);
    }

    @Test
    void firstDelayIsRetryAfter() throws ReflectiveOperationException {
        ProtocolParameters parameters = defaultBut("retryAfter", Duration.ofSeconds(30));
        assertThat(parameters.retryDelay(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(parameters.retryDelay(2)).isEqualTo(Duration.ofSeconds(30));
    }

    /** Default parameters with one change. */
    private static ProtocolParameters defaultBut(String name, Object value) throws ReflectiveOperationException {
        RecordComponent[] components = ProtocolParameters.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getName().equals(name)
                    ? value
                    : components[i].getAccessor().invoke(ProtocolParameters.DEFAULT);
        }
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<ProtocolParameters> constructor = ProtocolParameters.class.getDeclaredConstructor(types);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
