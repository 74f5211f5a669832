package dev.grapevine.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.buffer.Buffer;

import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.TestRun;

class IntroductionTest {

    @TempDir
    private Path folder;

    private final List<String> outcomes = new ArrayList<>();
    private final Introduction reader = new Introduction(() -> outcomes.add("malformed"),
            (entry, rest) -> outcomes.add(entry.description().incarnation() + ", then " + rest));

    private MemberEntry entry() {
        return TestRun.entry(new TestRun(folder).founder("founder"), 7, 7001);
    }

    @Test
    void whatFollowsIsHazelcasts() {
        Buffer all = Introduction.of(entry()).appendString("HZC");
        int last = all.length() - 5;
        for (int i = 0; i < last; i++) {
            reader.handle(all.slice(i, i + 1));
        }
        assertThat(outcomes).isEmpty();
        reader.handle(all.slice(last, all.length()));
        assertThat(outcomes).containsExactly("7, then HZC");
    }

    @Test
    void noiseIsToldOnce() {
        reader.handle(Buffer.buffer(new byte[]{0, 3, 1, 2, 3, 4}));
        reader.handle(Buffer.buffer("more"));
        assertThat(outcomes).containsExactly("malformed");
    }

    @Test
    void lengthOverTheLimitIsRefusedBeforeAnythingIsRead() {
        reader.handle(Buffer.buffer(new byte[]{-1, -1}));
        assertThat(outcomes).containsExactly("malformed");
    }
}
