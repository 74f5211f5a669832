package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.joining.Questions.Answer;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class QuestionsTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");

    private final Questions questions = new Questions();

    @Test
    void answersBeyondTheQuestionsAreNotExpected() {
        assertThat(questions.answered(ANNA)).isEqualTo(Answer.UNASKED);
        questions.asked(ANNA);
        questions.asked(ANNA);
        assertThat(questions.answered(ANNA)).isEqualTo(Answer.EXPECTED);
        assertThat(questions.answered(ANNA)).isEqualTo(Answer.EXPECTED);
        assertThat(questions.answered(ANNA)).isEqualTo(Answer.AGAIN);
        assertThat(questions.answered(BERT)).isEqualTo(Answer.UNASKED);
        questions.asked(ANNA);
        assertThat(questions.answered(ANNA)).isEqualTo(Answer.EXPECTED);
    }

    @Test
    void questionsAreRestored() {
        questions.asked(ANNA);
        questions.asked(BERT);
        questions.answered(BERT);
        Questions restored = new Questions();
        restored.restore(Saved.by(questions::save));
        assertThat(restored.answered(ANNA)).isEqualTo(Answer.EXPECTED);
        assertThat(restored.answered(BERT)).isEqualTo(Answer.AGAIN);
    }

    @Test
    void rememberedGonePeersAreBounded() {
        questions.asked(ANNA);
        questions.lost(ANNA);
        assertThat(questions.answered(ANNA)).as("a late answer").isEqualTo(Answer.EXPECTED);
        for (int i = 0; i < 20 * Questions.KEPT_MAX; i++) {
            PeerId peer = new PeerId("n" + i);
            questions.asked(peer);
            questions.lost(peer);
        }
        assertThat(Saved.bytes(questions::save)).hasSizeLessThan(20 * Questions.KEPT_MAX);
    }
}
