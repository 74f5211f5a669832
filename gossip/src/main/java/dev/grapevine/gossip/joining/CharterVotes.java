package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.CharterBytes;

/**
 * The statements of several peers about a run, so that no single one decides a node's advice and the run's number of
 * rounds: the charter that most name, the value that most give for each advice, the median of the rounds. A pure machine;
 * not for several threads at once.
 */
final class CharterVotes {

    /** Votes that suffice, if as many peers are there. */
    static final int ENOUGH = 3;

    /** One peer's answer. */
    private record Vote(Charter charter, long rounds) {}

    /**
     * The outcome of the votes.
     *
     * @param charter   the run to join
     * @param rounds    the run's number of rounds; 0 if it only begins
     * @param source    the first peer that reported these rounds: its replica is to be copied
     * @param sentences for the user, about advice on which peers differ
     * @param elsewhere peers in another run, and the term in which that differs
     * @param apart     whether one of those runs was founded apart with the same terms
     */
    record Outcome(Charter charter, long rounds, PeerId source, List<String> sentences,
            SortedMap<PeerId, String> elsewhere, boolean apart) {}

    /** The votes, in order of arrival. */
    private final Map<PeerId, Vote> votes = new LinkedHashMap<>();
    /** All peers that answered, also without a run. */
    private final SortedSet<PeerId> heard = new TreeSet<>();
    private Duration since = Duration.ZERO;

    /** A peer names its run. */
    void vote(PeerId peer, Charter charter, long rounds, Duration now) {
        heard.add(peer);
        if (votes.isEmpty()) {
            since = now;
        }
        votes.put(peer, new Vote(charter, rounds));
    }

    /** A peer answers without a suitable run. */
    void abstain(PeerId peer) {
        heard.add(peer);
        votes.remove(peer);
    }

    /** A peer is gone. */
    void lost(PeerId peer) {
        heard.remove(peer);
        votes.remove(peer);
    }

    boolean isEmpty() {
        return votes.isEmpty();
    }

    /**
     * Whether it is time to decide: enough peers have named a run, or all live peers have answered, or the others have
     * taken too long.
     *
     * @param patience how long to wait for others after the first has named a run
     */
    boolean isDue(Collection<PeerId> live, Duration patience, Duration now) {
        return !votes.isEmpty() && (votes.size() >= ENOUGH || heard.containsAll(live)
                || now.minus(since).compareTo(patience) >= 0);
    }

    /** The outcome; only if there is a vote. */
    Outcome outcome() {
        Charter run = run();
        Map<PeerId, Vote> ofRun = ofRun(run);
        List<String> sentences = new ArrayList<>();
        Charter charter = run.withAdvice(advice(ofRun, sentences));
        long rounds = rounds(ofRun);
        SortedMap<PeerId, String> elsewhere = new TreeMap<>();
        votes.forEach((peer, vote) -> run.firstDifference(vote.charter)
                .ifPresent(difference -> elsewhere.put(peer, difference)));
        PeerId source = ofRun.entrySet().stream().filter(vote -> vote.getValue().rounds == rounds)
                .map(Map.Entry::getKey).findFirst().orElseThrow();
        boolean apart = votes.values().stream().anyMatch(vote -> run.isFoundedApart(vote.charter));
        return new Outcome(charter, rounds, source, sentences, elsewhere, apart);
    }

    /** The run with the most votes; among equals the one named first. */
    private Charter run() {
        Charter best = votes.values().iterator().next().charter;
        for (Vote vote : votes.values()) {
            if (ofRun(vote.charter).size() > ofRun(best).size()) {
                best = vote.charter;
            }
        }
        return best;
    }

    private Map<PeerId, Vote> ofRun(Charter run) {
        Map<PeerId, Vote> same = new LinkedHashMap<>();
        votes.forEach((peer, vote) -> {
            if (run.firstDifference(vote.charter).isEmpty()) {
                same.put(peer, vote);
            }
        });
        return same;
    }

    private static SortedMap<String, String> advice(Map<PeerId, Vote> voters, List<String> sentences) {
        SortedMap<String, SortedMap<String, List<PeerId>>> said = new TreeMap<>();
        voters.forEach((peer, vote) -> vote.charter.advice().forEach((name, value) -> said
                .computeIfAbsent(name, _ -> new TreeMap<>()).computeIfAbsent(value, _ -> new ArrayList<>()).add(peer)));
        SortedMap<String, String> advice = new TreeMap<>();
        said.forEach((name, values) -> {
            Optional<String> taken = majority(values, voters.size());
            taken.ifPresent(value -> advice.put(name, value));
            if (taken.isEmpty() || values.size() > 1) {
                sentences.add("Those who take part in the run do not agree on what they advise: " + name + " is "
                        + values.entrySet().stream()
                                .map(value -> Charter.shorten(value.getKey()) + " for " + value.getValue().stream()
                                        .map(PeerId::text).collect(Collectors.joining(" and ")))
                                .collect(Collectors.joining(", "))
                        + "; takes " + taken.map(Charter::shorten).orElse("none of it, and what holds without advice"));
            }
        });
        if (voters.size() == 1 && !advice.isEmpty()) {
            sentences.add("Takes what " + voters.keySet().iterator().next()
                    + " alone advises, from learning rate to bandwidth: nobody else of the run has answered");
        }
        return advice;
    }

    /** The value that has more votes than any other, and at least half of all. */
    private static Optional<String> majority(SortedMap<String, List<PeerId>> values, int voters) {
        int most = values.values().stream().mapToInt(List::size).max().orElse(0);
        List<String> first = values.entrySet().stream().filter(value -> value.getValue().size() == most)
                .map(Map.Entry::getKey).toList();
        return first.size() == 1 && 2 * most >= voters ? Optional.of(first.getFirst()) : Optional.empty();
    }

    /** The lower median; of two votes, one for a run that has begun outweighs one for a run that has not. */
    private static long rounds(Map<PeerId, Vote> voters) {
        List<Long> said = voters.values().stream().map(Vote::rounds)
                .filter(rounds -> rounds > 0 || voters.size() >= ENOUGH).sorted().toList();
        return said.isEmpty() ? 0 : said.get((said.size() - 1) / 2);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(votes.size());
        votes.forEach((peer, vote) -> {
            out.putText(peer.text());
            out.putBytes(CharterBytes.of(vote.charter));
            out.putCount(vote.rounds);
        });
        out.putCount(heard.size());
        heard.forEach(peer -> out.putText(peer.text()));
        out.putLong(since.toNanos());
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            votes.put(new PeerId(in.getText()), new Vote(CharterBytes.read(in.getBytes()), in.getCount()));
        }
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            heard.add(new PeerId(in.getText()));
        }
        since = Duration.ofNanos(in.getLong());
    }
}
