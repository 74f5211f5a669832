package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;

class DiskTroublesTest {

    private final DiskTroubles troubles = new DiskTroubles();

    @Test
    void failureAndRecoveryAreToldOnce() {
        IOException full = new IOException("No space left on device");
        assertThat(troubles.worked("a")).isEmpty();
        assertThat(troubles.failed("a", full)).contains("Cannot write a and tries again: No space left on device");
        assertThat(troubles.failed("a", full)).isEmpty();
        assertThat(troubles.failed("b", full)).isPresent();
        assertThat(troubles.worked("a")).contains("Can write a again");
        assertThat(troubles.worked("a")).isEmpty();
        assertThat(troubles.failed("a", full)).isPresent();
        assertThat(troubles.failures()).isEqualTo(4);
    }
}
