package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** What clients make a node hold at once. */
class ApiAnswersTest {

    private static final byte[] ROWS_THAT_WAIT = {'[', ']'};

    private final SampleView view = new SampleView(List.of(), new byte[0]);
    private final ApiAnswers answers = new ApiAnswers(view, Optional.empty(), () -> Duration.ZERO);

    /** The node computes on for it: whoever hangs up and comes again would have it hold any number of rows and models. */
    @Test
    void clientThatHangsUpKeepsItsPlaceWhileItsRowsArePredicted() {
        for (int i = 0; i < HttpLimits.PREDICTIONS; i++) {
            Visits.Visit visit = new Visits.Visit();
            assertThat(answers.refusal(visit)).isEmpty();
            answers.predict(visit, ROWS_THAT_WAIT);
            visit.end();
        }
        assertThat(answers.refusal(new Visits.Visit()).orElseThrow().status()).isEqualTo(429);
        view.waiting.complete(Optional.of("{}"));
        for (int i = 0; i < HttpLimits.PREDICTIONS; i++) {
            assertThat(answers.refusal(new Visits.Visit())).isEmpty();
        }
        assertThat(answers.refusal(new Visits.Visit())).isPresent();
    }
}
