package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.charter.Charter.Term;
import dev.grapevine.gossip.joining.CharterVotes.Outcome;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class CharterVotesTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final PeerId CARL = new PeerId("carl");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CharterVotes votes = new CharterVotes();

    private static Charter charter(String model, String... advice) {
        List<Term> terms = new ArrayList<>(List.of(new Term("model", model, true)));
        for (int i = 0; i < advice.length; i += 2) {
            terms.add(new Term(advice[i], advice[i + 1], false));
        }
        return new Charter(terms);
    }

    private void vote(PeerId peer, long rounds, String... advice) {
        votes.vote(peer, charter("linear", advice), rounds, Duration.ZERO);
    }

    @Test
    void singleDissenterChangesNothing() {
        vote(ANNA, 4, "rate", "0.1", "batch", "32");
        vote(BERT, 1L << 40, "rate", "100", "batch", "32", "more", "x");
        vote(CARL, 5, "rate", "0.1", "batch", "32");
        Outcome outcome = votes.outcome();
        assertThat(outcome.charter()).isEqualTo(charter("linear", "rate", "0.1", "batch", "32"));
        assertThat(outcome.rounds()).isEqualTo(5);
        assertThat(outcome.source()).as("whoever says what most come near to").isEqualTo(CARL);
        assertThat(outcome.sentences()).containsExactly(
                "Those who take part in the run do not agree on what they advise: more is x for bert; takes none of "
                        + "it, and what holds without advice",
                "Those who take part in the run do not agree on what they advise: rate is 0.1 for anna and carl, 100 "
                        + "for bert; takes 0.1");
    }

    /** A single liar among three, first or last, decides nothing. */
    @Test
    void orderOfAnswersDoesNotMatter() {
        for (PeerId liar : List.of(ANNA, BERT, CARL)) {
            for (long rounds : new long[]{0, 1, 1L << 40}) {
                CharterVotes some = new CharterVotes();
                for (PeerId peer : List.of(ANNA, BERT, CARL)) {
                    some.vote(peer, peer == liar ? charter("linear", "rate", "9") : charter("linear", "rate", "1"),
                            peer == liar ? rounds : 7, Duration.ZERO);
                }
                assertThat(some.outcome().charter()).isEqualTo(charter("linear", "rate", "1"));
                assertThat(some.outcome().rounds()).isEqualTo(7);
            }
        }
    }

    @Test
    void twoDifferingAdvicesAreBothDropped() {
        vote(ANNA, 1L << 40, "rate", "100", "batch", "32");
        vote(BERT, 5, "rate", "0.1", "batch", "32");
        assertThat(votes.outcome().charter()).isEqualTo(charter("linear", "batch", "32"));
        assertThat(votes.outcome().sentences()).singleElement().asString().contains("takes none of it");
        assertThat(votes.outcome().rounds()).isEqualTo(5);
    }

    @Test
    void missingAdviceDoesNotOutvoteGivenAdvice() {
        vote(ANNA, 0, "rate", "0.1");
        vote(BERT, 0);
        assertThat(votes.outcome().charter()).isEqualTo(charter("linear", "rate", "0.1"));
        assertThat(votes.outcome().sentences()).isEmpty();
    }

    @Test
    void runBegunForOneOfTwoHasBegun() {
        vote(ANNA, 0);
        vote(BERT, 6);
        assertThat(votes.outcome().rounds()).isEqualTo(6);
        assertThat(votes.outcome().source()).isEqualTo(BERT);
        vote(CARL, 0);
        assertThat(votes.outcome().rounds()).isZero();
    }

    @Test
    void majorityRunIsJoined() {
        votes.vote(CARL, charter("mlp"), 9, Duration.ZERO);
        assertThat(votes.outcome().charter()).isEqualTo(charter("mlp"));
        vote(ANNA, 1);
        assertThat(votes.outcome().charter()).as("of as many the first").isEqualTo(charter("mlp"));
        vote(BERT, 1);
        assertThat(votes.outcome().charter()).isEqualTo(charter("linear"));
        assertThat(votes.outcome().elsewhere()).containsOnlyKeys(CARL)
                .containsValue("model is linear here and mlp there");
    }

    @Test
    void votesAreDueAfterEnoughAnswersAllAnswersOrPatience() {
        List<PeerId> live = List.of(ANNA, BERT, CARL, new PeerId("dora"));
        assertThat(votes.isDue(List.of(), PATIENCE, PATIENCE)).as("nobody voted").isFalse();
        vote(ANNA, 0);
        assertThat(votes.isDue(live, PATIENCE, Duration.ofMillis(1999))).isFalse();
        assertThat(votes.isDue(live, PATIENCE, PATIENCE)).isTrue();
        votes.abstain(BERT);
        assertThat(votes.isDue(List.of(ANNA, BERT), PATIENCE, Duration.ZERO)).isTrue();
        assertThat(votes.isDue(live, PATIENCE, Duration.ZERO)).isFalse();
        vote(BERT, 0);
        vote(CARL, 0);
        assertThat(votes.isDue(live, PATIENCE, Duration.ZERO)).isTrue();
        votes.lost(CARL);
        assertThat(votes.isDue(live, PATIENCE, Duration.ZERO)).isFalse();
    }

    @Test
    void votesAreRestored() {
        vote(ANNA, 7, "rate", "1");
        votes.abstain(BERT);
        CharterVotes restored = new CharterVotes();
        restored.restore(Saved.by(votes::save));
        assertThat(restored.outcome()).isEqualTo(votes.outcome());
        assertThat(restored.isDue(List.of(ANNA, BERT), PATIENCE, Duration.ZERO)).isTrue();
        assertThat(restored.isDue(List.of(ANNA, CARL), PATIENCE, Duration.ofMillis(1999))).isFalse();
    }
}
