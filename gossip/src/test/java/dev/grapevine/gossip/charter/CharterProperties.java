package dev.grapevine.gossip.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.LinkedHashMap;
import java.util.stream.IntStream;

import dev.grapevine.gossip.charter.Charter.Term;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CharterProperties {

    private static final Term MODEL = new Term("model", "mlp:128", true);
    private static final Term DATASET = new Term("dataset", "digits", true);
    private static final Term FANOUT = new Term("fanout", "1", false);

    @Property
    void fingerprintIsEqualIfAllBindingTermsAre(@ForAll("charters") Charter one,
            @ForAll("charters") Charter other) {
        boolean same = one.firstDifference(other).isEmpty();
        assertThat(one.fingerprint() == other.fingerprint()).isEqualTo(same);
        assertThat(other.firstDifference(one).isEmpty()).isEqualTo(same);
    }

    @Property
    void fingerprintIgnoresOrderAndAdvice(@ForAll("charters") Charter charter, @ForAll Random random) {
        List<Term> terms = new ArrayList<>();
        for (Term term : charter.terms()) {
            terms.add(term.binding() ? term : new Term(term.name(), term.value() + "!", false));
        }
        Collections.shuffle(terms, random);
        Charter other = new Charter(terms);
        assertThat(other.fingerprint()).isEqualTo(charter.fingerprint());
        assertThat(other.firstDifference(charter)).isEmpty();
    }

    @Example
    void fingerprintIsStableAcrossVersions() {
        assertThat(new Charter(List.of(MODEL, DATASET, FANOUT)).fingerprint()).isEqualTo(0x492b_68a3_a547_da81L);
        assertThat(new Charter(List.of(FANOUT)).fingerprint()).isEqualTo(0xe3b0_c442_98fc_1c14L);
    }

    @Example
    void fingerprintDependsOnTheEndOfNames() {
        assertThat(List.of(fingerprint("a", "bc"), fingerprint("ab", "c"), fingerprint("abc", ""),
                fingerprint("a", "b\0c\0d"), fingerprint("a", "b", "c", "d"), fingerprint("a\0b", "c\0d")))
                .doesNotHaveDuplicates();
    }

    private static long fingerprint(String... namesAndValues) {
        return new Charter(IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> new Term(namesAndValues[2 * i], namesAndValues[2 * i + 1], true)).toList())
                .fingerprint();
    }

    @Example
    void firstDifferenceIsNamed() {
        Charter charter = new Charter(List.of(MODEL, DATASET, FANOUT));
        assertThat(charter.firstDifference(charter)).isEmpty();
        assertThat(charter.firstDifference(new Charter(List.of(new Term("dataset", "faces", true),
                new Term("model", "cnn", true))))).contains("model is mlp:128 here and cnn there");
        assertThat(charter.firstDifference(new Charter(List.of(MODEL))))
                .contains("dataset is digits here and nothing there");
        assertThat(new Charter(List.of(MODEL)).firstDifference(charter))
                .contains("dataset is nothing here and digits there");
        assertThat(charter.firstDifference(new Charter(List.of(MODEL, DATASET, new Term("fanout", "9", false)))))
                .isEmpty();
    }

    @Example
    void adviceContainsNoBindingTerm() {
        Charter charter = new Charter(List.of(MODEL));
        Charter other = new Charter(List.of(new Term("model", "mlp:128", false)));
        assertThat(charter.firstDifference(other)).contains("model is mlp:128 here and nothing there");
        assertThat(other.firstDifference(charter)).contains("model is nothing here and mlp:128 there");
    }

    @Example
    void longValuesAreShortened() {
        Charter charter = new Charter(List.of(new Term("layout", "x".repeat(81), true)));
        Charter other = new Charter(List.of(new Term("layout", "y".repeat(80), true)));
        assertThat(charter.firstDifference(other))
                .contains("layout is " + "x".repeat(77) + "… here and " + "y".repeat(80) + " there");
    }

    @Example
    void firstRefusalFollowsTheUsersOrder() {
        Charter charter = new Charter(List.of(MODEL, DATASET, FANOUT));
        SequencedMap<String, String> pinned = new LinkedHashMap<>();
        assertThat(charter.firstRefusal(pinned)).isEmpty();
        pinned.put("model", "mlp:128");
        pinned.put("fanout", "3");
        pinned.put("unheard of", "x");
        assertThat(charter.firstRefusal(pinned)).isEmpty();
        pinned.put("dataset", "faces");
        assertThat(charter.firstRefusal(pinned)).contains("dataset is faces here and digits there");
        pinned.putFirst("model", "cnn");
        assertThat(charter.firstRefusal(pinned)).contains("model is cnn here and mlp:128 there");
        assertThat(charter.firstRefusal(Map.of())).isEmpty();
    }

    @Example
    void valueIsFoundByName() {
        Charter charter = new Charter(List.of(MODEL, FANOUT));
        assertThat(charter.value("model")).isEqualTo(Optional.of("mlp:128"));
        assertThat(charter.value("fanout")).isEqualTo(Optional.of("1"));
        assertThat(charter.value("dataset")).isEmpty();
    }

    @Example
    void termsAreUniqueAndFew() {
        assertThatThrownBy(() -> new Charter(List.of(MODEL, new Term("model", "cnn", false))))
                .isInstanceOf(IllegalArgumentException.class);
        List<Term> most = IntStream.range(0, Charter.MAX_TERMS).mapToObj(i -> new Term("term" + i, "", true)).toList();
        assertThat(new Charter(most).terms()).hasSize(Charter.MAX_TERMS);
        List<Term> tooMany = new ArrayList<>(most);
        tooMany.add(MODEL);
        assertThatThrownBy(() -> new Charter(tooMany)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A charter has at most 64 terms, each once");
    }

    @Example
    void termsCannotBeChangedFromOutside() {
        List<Term> terms = new ArrayList<>(List.of(MODEL));
        Charter charter = new Charter(terms);
        terms.add(DATASET);
        assertThat(charter.terms()).containsExactly(MODEL);
    }

    /** Terms with few names and values, so that many are equal and many nearly equal. */
    @Provide
    Arbitrary<Charter> charters() {
        Arbitrary<Term> values = Combinators
                .combine(Arbitraries.of("", "a", "b\0b\0", "\0"), Arbitraries.of(true, true, false))
                .as((value, binding) -> new Term("", value, binding));
        return Arbitraries.maps(Arbitraries.of("a", "b", "ab", "a\0b"), values).ofMaxSize(3)
                .map(terms -> new Charter(terms.entrySet().stream()
                        .map(term -> new Term(term.getKey(), term.getValue().value(), term.getValue().binding()))
                        .toList()));
    }
}
