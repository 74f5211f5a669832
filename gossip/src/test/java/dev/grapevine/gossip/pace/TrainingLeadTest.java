package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.judgement.RoundLosses;
import dev.grapevine.gossip.parameters.FlowParameters;

class TrainingLeadTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final RoundLosses LOSSES = new RoundLosses(1, 1, 0.9);

    private final TrainingLead lead = new TrainingLead(20);

    @Test
    void stepsUpToTheLeadAndTwoRoundsAreFree() {
        lead.trained(10, LOSSES);
        assertThat(lead.isFree(10, NOW)).isTrue();
        assertThat(lead.isFree(11, NOW)).as("two rounds of eleven").isTrue();
        lead.trained(11, LOSSES);
        assertThat(lead.isFree(10, NOW)).isFalse();
        assertThat(lead.isFree(21, NOW)).as("the first round of twenty-one was shorter").isTrue();
        lead.trained(21, LOSSES);
        assertThat(lead.isFree(21, NOW)).isFalse();
        lead.exchangeEnded();
        assertThat(lead.isFree(20, NOW)).isTrue();
    }

    @Test
    void waitEndsAfterTenSecondsAndAllowsAsManySteps() {
        lead.trained(20, LOSSES);
        Duration possible = NOW.plusSeconds(3);
        assertThat(lead.waits(NOW, possible)).isTrue();
        assertThat(lead.waitsUntil(possible)).isEqualTo(NOW.plusSeconds(13));
        assertThat(lead.waits(NOW.plusMillis(12_999), possible)).isTrue();
        assertThat(lead.isWaiting()).isTrue();
        assertThat(lead.waits(NOW.plusSeconds(13), possible)).isFalse();
        assertThat(lead.isWaiting()).isFalse();
        assertThat(lead.isFree(10, NOW.plusSeconds(13))).isTrue();
        lead.trained(20, LOSSES);
        assertThat(lead.isFree(10, NOW.plusSeconds(13))).isFalse();
        assertThat(lead.waits(NOW.plusSeconds(14), possible)).as("and for as long again").isTrue();
    }

    @Test
    void failedExchangeSuspendsWaitingUntilAnotherEnds() {
        lead.trained(20, LOSSES);
        lead.exchangeFailed(NOW);
        assertThat(lead.isFree(10, NOW.plusMillis(3_999))).isTrue();
        assertThat(lead.isFree(10, NOW.plusSeconds(4))).isFalse();
        lead.exchangeFailed(NOW);
        lead.exchangeEnded();
        lead.trained(20, LOSSES);
        assertThat(lead.isFree(10, NOW)).isFalse();
    }

    @Test
    void automaticLeadFollowsTheLossBetweenAwaitedExchanges() {
        TrainingLead skewed = new TrainingLead(FlowParameters.AUTO);
        TrainingLead even = new TrainingLead(FlowParameters.AUTO);
        TrainingLead quick = new TrainingLead(FlowParameters.AUTO);
        int first = skewed.ahead();
        for (int exchange = 0; exchange < 30; exchange++) {
            span(skewed, 2, 0.1, true);
            span(even, 0.5, 0.45, true);
            span(quick, 0.5, 0.45, false);
        }
        assertThat(skewed.ahead()).isEqualTo(16);
        assertThat(even.ahead()).isEqualTo(1024);
        assertThat(quick.ahead()).as("it never had to wait").isEqualTo(first);
    }

    /** Two rounds and an exchange. */
    private static void span(TrainingLead lead, double start, double end, boolean waits) {
        lead.trained(5, new RoundLosses(start, start, start));
        lead.trained(5, new RoundLosses(end, end, end));
        if (waits) {
            lead.waits(NOW, NOW);
        }
        lead.exchangeEnded();
    }
}
