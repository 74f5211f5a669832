package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.words.Address;

class RefusalNoticesTest {

    private static final Address JOIN = new Address("127.0.0.1", 7001);
    private static final Address MEMBER = new Address("127.0.0.1", 7002);

    private final ManualDelays later = new ManualDelays();
    private final List<String> notices = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private boolean hopeless;
    private final RefusalNotices refusals = new RefusalNotices(List.of(new Address("localhost", 7001)), later,
            later::now, notices::add, () -> hopeless, ends::add);

    @Test
    void callerAndMemberNeverEndNode() {
        hopeless = true;
        refusals.caller("caller");
        refusals.listener(MEMBER, "member");
        later.advanceTo(Duration.ofHours(1));
        assertThat(notices).containsExactly("caller", "member");
        assertThat(ends).isEmpty();
    }

    @Test
    void refusalAtJoinAddressEndsNodeWithoutOtherPeers() {
        hopeless = true;
        refusals.listener(JOIN, "refused");
        assertThat(ends).as("other peers come first").isEmpty();
        later.advanceTo(RefusalNotices.OTHERS_FIRST);
        assertThat(ends).containsExactly("refused");
        assertThat(notices).isEmpty();
    }

    @Test
    void refusalAtJoinAddressIsNoticeOnceAnotherPeerAppears() {
        hopeless = true;
        refusals.listener(JOIN, "refused");
        hopeless = false;
        later.advanceTo(RefusalNotices.OTHERS_FIRST);
        assertThat(notices).containsExactly("refused");
        assertThat(ends).isEmpty();
    }

    @Test
    void callersDoNotUseUpNoticesOfListeners() {
        for (int i = 0; i < 100; i++) {
            refusals.caller("caller " + i);
        }
        refusals.listener(MEMBER, "member");
        assertThat(notices).hasSize(NoticeLimit.AT_ONCE + 1).endsWith("member");
    }
}
