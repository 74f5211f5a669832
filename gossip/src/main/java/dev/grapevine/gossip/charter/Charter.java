package dev.grapevine.gossip.charter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.gossip.text.Printable;

/**
 * The terms that the nodes of one run have agreed on. Replicas whose binding terms differ cannot be averaged, so nodes
 * compare charters before they exchange anything; a node that joins with nothing but its data adopts the charter of the
 * run.
 *
 * @param terms in the order in which differences are looked for; names are unique
 */
public record Charter(List<Term> terms) {

    public static final int MAX_TERMS = 64;
    /**
     * The term that distinguishes two runs founded with the same terms. Runs founded by an older version do not have
     * it.
     */
    public static final String RUN = "run";
    /**
     * The term of a run that starts from a given model, which a node that joins may not have: it copies a replica, also
     * if the run only begins.
     */
    public static final String INIT = "init";
    private static final int MOST_CHARACTERS = 80;

    /**
     * One agreed term.
     *
     * @param name    the key by which users know it, such as {@code model}
     * @param value   its value, such as {@code mlp:128}
     * @param binding whether all nodes need the same value; otherwise it is the run's advice, which a node may override
     *     for itself
     */
    public record Term(String name, String value, boolean binding) {}

    public Charter {
        terms = List.copyOf(terms);
        if (terms.size() > MAX_TERMS || terms.stream().map(Term::name).distinct().count() < terms.size()) {
            throw new IllegalArgumentException("A charter has at most " + MAX_TERMS + " terms, each once");
        }
    }

    /** The value of a term. */
    public Optional<String> value(String name) {
        return terms.stream().filter(term -> term.name.equals(name)).map(Term::value).findFirst();
    }

    /** The identity of the run, see {@link RunIdentity}; empty for a run founded by an older version. */
    public String run() {
        return bindingValue(RUN).orElse("");
    }

    /**
     * The same terms with another run identity.
     *
     * @param run empty for none
     */
    public Charter ofRun(String run) {
        List<Term> named = new ArrayList<>(terms);
        named.removeIf(term -> term.name.equals(RUN));
        if (!run.isEmpty()) {
            named.add(new Term(RUN, run, true));
        }
        return new Charter(named);
    }

    /**
     * Whether another charter differs in the run identity only: the two runs were founded apart with the same terms.
     * Their replicas could be averaged, and are not.
     */
    public boolean isFoundedApart(Charter other) {
        return !run().equals(other.run()) && other.run().length() <= RunIdentity.LENGTH
                && ofRun("").firstDifference(other.ofRun("")).isEmpty();
    }

    /**
     * A number that is equal if all binding terms are equal, in any order; otherwise it differs, but for one case in
     * 2⁶⁴.
     */
    public long fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Term term : terms.stream().filter(Term::binding).sorted(Comparator.comparing(Term::name)).toList()) {
                update(digest, term.name);
                update(digest, term.value);
            }
            return Long.parseUnsignedLong(HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Writes the length first, so that no text can pass for two. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** The terms that are not binding, by name. */
    public SortedMap<String, String> advice() {
        SortedMap<String, String> advice = new TreeMap<>();
        terms.stream().filter(term -> !term.binding).forEach(term -> advice.put(term.name, term.value));
        return advice;
    }

    /** The same run with other advice: existing advice keeps its place, new advice is appended. */
    public Charter withAdvice(SortedMap<String, String> advice) {
        SortedMap<String, String> left = new TreeMap<>(advice);
        List<Term> advised = new ArrayList<>();
        for (Term term : terms) {
            if (term.binding) {
                advised.add(term);
            } else if (left.containsKey(term.name)) {
                advised.add(new Term(term.name, left.remove(term.name), false));
            }
        }
        left.forEach((name, value) -> advised.add(new Term(name, value, false)));
        return new Charter(advised);
    }

    /** A value, shortened to fit in a sentence. */
    public static String shorten(String value) {
        return shorten(value, 0);
    }

    /** The first binding term in which another charter differs, as a clause for a sentence; empty if none does. */
    public Optional<String> firstDifference(Charter other) {
        for (Term term : terms) {
            if (term.binding) {
                Optional<String> theirs = other.bindingValue(term.name);
                if (!theirs.equals(Optional.of(term.value))) {
                    return Optional.of(difference(term.name, term.value, theirs.orElse("nothing")));
                }
            }
        }
        return other.terms.stream().filter(term -> term.binding && bindingValue(term.name).isEmpty()).findFirst()
                .map(term -> difference(term.name, "nothing", term.value));
    }

    /** The first pinned value that this charter contradicts. */
    public Optional<String> firstRefusal(Map<String, String> pinned) {
        for (Map.Entry<String, String> wish : pinned.entrySet()) {
            Optional<Term> term = terms.stream().filter(t -> t.binding && t.name.equals(wish.getKey())).findFirst();
            if (term.isPresent() && !term.get().value.equals(wish.getValue())) {
                return Optional.of(difference(wish.getKey(), wish.getValue(), term.get().value));
            }
        }
        return Optional.empty();
    }

    private Optional<String> bindingValue(String name) {
        return terms.stream().filter(term -> term.binding && term.name.equals(name)).map(Term::value).findFirst();
    }

    private static String difference(String name, String here, String there) {
        if (name.equals(RUN)) {
            return "it takes part in another run, founded apart: " + shorten(there) + " there and " + shorten(here)
                    + " here";
        }
        int common = 0;
        while (common < Math.min(here.length(), there.length()) && here.charAt(common) == there.charAt(common)) {
            common++;
        }
        return Printable.of(name, MOST_CHARACTERS) + " is " + shorten(here, common) + " here and "
                + shorten(there, common) + " there";
    }

    /** The part of a long value in which the other one differs. */
    private static String shorten(String value, int common) {
        if (value.length() <= MOST_CHARACTERS) {
            return Printable.of(value, MOST_CHARACTERS);
        }
        int from = common < MOST_CHARACTERS ? 0 : common - MOST_CHARACTERS / 2;
        String cut = value.substring(from, Math.min(value.length(), from + MOST_CHARACTERS - 3));
        return (from > 0 ? "…" : "") + Printable.of(cut, MOST_CHARACTERS)
                + (from + cut.length() < value.length() ? "…" : "");
    }
}
