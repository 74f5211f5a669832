package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;

class KeeperChoiceTest {

    private static final List<PeerId> PEERS = LongStream.range(0, 9).mapToObj(SampleCopy::key).map(key -> key.peer())
            .toList();
    private static final PeerId SELF = PEERS.getFirst();

    private final KeeperChoice choice = new KeeperChoice(SELF, 2);

    private List<PeerId> look(long seconds, List<PeerId> live) {
        choice.look(Duration.ofSeconds(seconds), live);
        return choice.keepers();
    }

    private static List<PeerId> without(List<PeerId> out) {
        List<PeerId> rest = new ArrayList<>(PEERS);
        rest.removeAll(out);
        return rest;
    }

    @Test
    void choiceStaysWhileKeepersAreThere_andForAMinute() {
        assertThat(look(0, PEERS.subList(0, 2))).containsExactly(PEERS.get(1));
        List<PeerId> first = look(1, PEERS);
        assertThat(first).hasSize(2).contains(PEERS.get(1)).doesNotContain(SELF);
        assertThat(look(60, without(first))).isEqualTo(first);
        assertThat(look(61, PEERS)).isEqualTo(first);
        List<PeerId> next = look(122, without(first.subList(0, 1)));
        assertThat(next).hasSize(2).contains(first.get(1)).doesNotContain(first.get(0));
        assertThat(choice.takeFormer(without(first))).isEmpty();
        assertThat(look(123, PEERS)).isEqualTo(next);
        assertThat(choice.takeFormer(PEERS)).containsExactly(first.get(0));
        assertThat(choice.takeFormer(PEERS)).isEmpty();
    }

    @Test
    void whoDeclinesIsLeftAloneForTenMinutes() {
        List<PeerId> few = PEERS.subList(0, 3);
        PeerId declines = look(0, few).getFirst();
        choice.giveUp(declines, Duration.ofSeconds(10));
        assertThat(look(11, few)).hasSize(1).doesNotContain(declines);
        assertThat(look(609, few)).hasSize(1);
        assertThat(look(610, few)).hasSize(2).contains(declines);
    }

    @Test
    void ownersSpreadOverTheRun_andAskTheSameAgainAfterARestart() {
        List<PeerId> chosen = PEERS.stream().flatMap(owner -> {
            KeeperChoice of = new KeeperChoice(owner, 2);
            of.look(Duration.ZERO, PEERS);
            KeeperChoice again = new KeeperChoice(owner, 2);
            again.look(Duration.ZERO, PEERS.reversed());
            assertThat(again.keepers()).isEqualTo(of.keepers());
            return of.keepers().stream();
        }).distinct().toList();
        assertThat(chosen).hasSizeGreaterThan(5);
    }
}
