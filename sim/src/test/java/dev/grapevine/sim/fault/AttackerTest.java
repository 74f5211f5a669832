package dev.grapevine.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.judgement.RoundLosses;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;
import dev.grapevine.sim.scenario.AttackKind;

/** What liars send. */
class AttackerTest {

    private final FrameCodec frames = Rooms.ALL.frames(10_000);
    private final Attacker attacker = new Attacker(frames, new RandomStream(3));

    private byte[] frame(int block) {
        return frames.encode(new Envelope(1, 2,
                new ExchangeMessage.BlockRequest(3, block, MixingStep.HALF, new Lattice(1, 8), new Cap(18),
                        new byte[]{1, 2, 3, 4})));
    }

    @Test
    void signFlip_ofARound_movesTheOtherWay() {
        float[] start = {1, 2, 3};
        RoundResult honest = new RoundResult(7, new float[]{1.5f, 1, 3}, 20, 0.5, 0.25);
        RoundResult flipped = Attacker.result(AttackKind.SIGN_FLIP, start, honest);
        assertThat(flipped.parameters()).containsExactly(0.5f, 3, 3);
        assertThat(flipped).usingRecursiveComparison()
                .ignoringFields("parameters", "startLoss", "firstLoss", "lastLoss").isEqualTo(honest);
        assertThat(flipped.losses()).as("its own protocol would throw a bad round away")
                .isEqualTo(new RoundLosses(1, 1, 1));
        RoundResult far = new RoundResult(7, new float[]{-80, 2, 3}, 20, 0.5, 0.25);
        assertThat(Attacker.result(AttackKind.SIGN_FLIP, start, far).parameters()).containsExactly(64, 2, 3);
        assertThat(Attacker.result(AttackKind.REPLAY, start, honest)).isSameAs(honest);
        assertThat(attacker.frames(AttackKind.SIGN_FLIP, frame(0))).containsExactly(frame(0));
    }

    @Test
    void randomBytes_inPlaceOfAFrame_haveItsLength() {
        List<byte[]> first = attacker.frames(AttackKind.RANDOM_BYTES, frame(0));
        assertThat(first).singleElement().satisfies(bytes -> assertThat(bytes).hasSameSizeAs(frame(0)));
        assertThat(attacker.frames(AttackKind.RANDOM_BYTES, frame(0)).getFirst()).isNotEqualTo(first.getFirst());
    }

    @Test
    void nanAttack_onAPayload_setsAllItsBits() throws MalformedFrameException {
        byte[] lie = attacker.frames(AttackKind.NAN, frame(5)).getFirst();
        ExchangeMessage.BlockRequest request = (ExchangeMessage.BlockRequest) frames.decode(lie).message();
        assertThat(request.payload()).containsExactly(-1, -1, -1, -1);
        assertThat(request.block()).isEqualTo(5);
        byte[] accept = frames.encode(new Envelope(1, 2, new ExchangeMessage.Accept(3)));
        assertThat(attacker.frames(AttackKind.NAN, accept)).containsExactly(accept);
    }

    @Test
    void replay_everySecondMessage_addsAnEarlierFrame() {
        for (int i = 0; i < 200; i++) {
            List<byte[]> sent = attacker.frames(AttackKind.REPLAY, frame(i));
            assertThat(sent).hasSize(i % 2 == 0 ? 1 : 2);
            assertThat(sent.getFirst()).isEqualTo(frame(i));
            if (i % 2 == 1) {
                int earliest = Math.max(0, i - 64);
                assertThat(sent.get(1)).isIn((Object[]) framesBetween(earliest, i));
            }
        }
    }

    private byte[][] framesBetween(int first, int end) {
        byte[][] all = new byte[end - first][];
        for (int i = first; i < end; i++) {
            all[i - first] = frame(i);
        }
        return all;
    }
}
