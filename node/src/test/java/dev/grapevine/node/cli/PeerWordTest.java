package dev.grapevine.node.cli;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which peer a person means: nobody is revoked in the place of another. */
class PeerWordTest {

    private static final String ANN = "a38vesf4bcdefghjkmnpqrstvw";
    private static final String BOB = "a38v0000bcdefghjkmnpqrstvw";
    private static final String CAT = "cccc0000bcdefghjkmnpqrstvw";
    private static final String CAT_2 = "dddd0000bcdefghjkmnpqrstvw";
    private static final List<PeerWord.Peer> PEERS = List.of(new PeerWord.Peer(ANN, "ann"),
            new PeerWord.Peer(BOB, "a38v0000"), new PeerWord.Peer(CAT, "cat-cccc00"),
            new PeerWord.Peer(CAT_2, "cat-dddd00"));

    @ParameterizedTest
    @CsvSource({ANN + "," + ANN, "a38ve," + ANN, "A38VES," + ANN, "ann," + ANN, "a38v0," + BOB, "a38v0000," + BOB,
            "cat-cccc00," + CAT, "cccc," + CAT, "dddd0000bcdefghjkmnpqrstv," + CAT_2})
    void onePeerIsMeant(String word, String identity) {
        assertThat(PeerWord.identity(word, PEERS)).isEqualTo(identity);
    }

    @Test
    void wholeIdentityMeansItselfAlsoWhenItIsAway() {
        String away = "0123456789abcdefghjkmnpqrs";
        assertThat(PeerWord.identity(away, PEERS)).isEqualTo(away);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a38", "ccc", "zzzz", "an", "ann-", "annx", "cccc0001", "Ann", "catx", "a38v%2f"})
    void anythingElseIsNobody(String word) {
        assertMistakeAbout(() -> PeerWord.identity(word, PEERS), "ID is '" + word + "'", "no peer of this node",
                "4 or more", ANN);
    }

    @Test
    void wordForSeveralIsNotGuessed() {
        assertMistake(() -> PeerWord.identity("a38v", PEERS), "ID is 'a38v', which may be any of " + ANN + ", " + BOB
                + ": allowed is a longer beginning of one of them");
        assertMistakeAbout(() -> PeerWord.identity("cat", PEERS), CAT + ", " + CAT_2);
    }

    /** Whoever takes the name or the letters of another makes the word unclear, and no more. */
    @Test
    void namesakeIsNotTakenForAnother() {
        List<PeerWord.Peer> withLiar = List.of(new PeerWord.Peer(ANN, "ann"), new PeerWord.Peer(CAT, "a38ves"));
        assertMistakeAbout(() -> PeerWord.identity("a38ves", withLiar), ANN + ", " + CAT);
        assertThat(PeerWord.identity(ANN, List.of(new PeerWord.Peer(CAT, ANN)))).isEqualTo(ANN);
    }

    @Test
    void nodeThatSeesNobodyListsNobody() {
        assertMistake(() -> PeerWord.identity("ann", List.of()),
                "ID is 'ann', which is no peer of this node: allowed are an "
                        + "identity of 26 letters, 4 or more of its first letters, or a name");
    }
}
