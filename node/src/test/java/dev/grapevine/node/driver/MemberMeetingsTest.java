package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.words.Address;

/** When a node begins to look for members. */
class MemberMeetingsTest {

    private final MemberMeetings meetings = new MemberMeetings(null, null, null, null, null, null, new Random(1));

    /** The founder of a run knows nobody at first: each further life had one more timer. */
    @Test
    void onlyTheFirstLifeBeginsTheMeetings() {
        assertThat(meetings.tryAt(List.of())).isTrue();
        assertThat(meetings.tryAt(List.of())).isFalse();
        assertThat(meetings.tryAt(List.of(new Address("192.0.2.1", 7001)))).isFalse();
    }
}
