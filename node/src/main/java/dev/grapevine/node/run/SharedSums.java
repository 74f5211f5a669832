package dev.grapevine.node.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.Influence;
import dev.grapevine.node.words.UserMistakeException;

/**
 * What a node tells others of its data before there is a run, and the run that it founds on what they tell. Nobody's rows
 * are needed for that. What others tell is not trusted: it is taken or left out, and nothing else comes of it.
 *
 * <p>Where one data set is split among nodes by the option {@code part}, each tells of the whole of it. The schema is the
 * same, since it depends on proportions alone, and does not change with who answers.
 */
public final class SharedSums {

    private static final int LONGEST_REASON = 200;

    private final RunOptions options;
    private final Optional<DataProfile> profile;

    private SharedSums(RunOptions options, Optional<DataProfile> profile) {
        this.options = options;
        this.profile = profile;
    }

    /**
     * A run with the schema of all data that could be summed up.
     *
     * @param leftOut a sentence about each peer whose sums could not be used
     * @param weights sentences about what the sums of the other peers did: whose count less, and whose moved most
     */
    public record Founded(RunSetup setup, List<String> leftOut, List<String> weights) {

        public Founded {
            leftOut = List.copyOf(leftOut);
            weights = List.copyOf(weights);
        }
    }

    /**
     * Reads the data, unless the user has given a schema. Takes a while.
     *
     * @throws UserMistakeException if the data cannot be read or summed up
     */
    public static SharedSums of(RunOptions options) {
        return new SharedSums(options, options.get(TaskOptions.SCHEMA).isPresent()
                ? Optional.empty()
                : options.get(TaskOptions.DATA).profile());
    }

    /** What others may know; nothing where the user has given a schema, and for data that have no sums. */
    public byte[] toBytes() {
        return profile.map(known -> known.sums().toBytes()).orElse(new byte[0]);
    }

    /**
     * The run that suits all data.
     *
     * @param others in an order that does not depend on chance
     * @throws UserMistakeException for what {@link RunSetup#found(RunOptions)} says
     */
    public Founded found(List<PeerSums> others) {
        if (profile.isEmpty()) {
            return new Founded(RunSetup.found(options), List.of(), List.of());
        }
        List<String> leftOut = new ArrayList<>();
        List<Told> told = influential(goingTogether(others, leftOut), leftOut);
        Influence influence = new Influence(profile.get().sums(), told.stream().map(Told::sums).toList());
        DataSums total = influence.weighed(profile.get().sums());
        boolean fits = refusal(total).isEmpty();
        List<Told> taken = new ArrayList<>();
        for (Told peer : told) {
            try {
                DataSums more = total.plus(influence.weighed(peer.sums()));
                Optional<String> refusal = refusal(more);
                if (fits && refusal.isPresent()) {
                    leftOut.add(sentence(peer.peer(), refusal.get()));
                } else {
                    total = more;
                    fits = refusal.isEmpty();
                    taken.add(peer);
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                leftOut.add(sentence(peer.peer(), e.getMessage()));
            }
        }
        RunSetup setup = RunSetup.found(options, total.schema(source(taken)));
        return new Founded(setup, leftOut, weights(influence, taken, total));
    }

    /** Sums that can be read. */
    private record Told(PeerId peer, DataSums sums) {}

    private List<Told> goingTogether(List<PeerSums> others, List<String> leftOut) {
        List<Told> told = new ArrayList<>();
        DataSums total = profile.orElseThrow().sums();
        for (PeerSums peer : others) {
            try {
                DataSums sums = DataSums.fromBytes(peer.sums());
                total = total.plus(sums);
                told.add(new Told(peer.peer(), sums));
            } catch (IllegalArgumentException | ArithmeticException e) {
                leftOut.add(sentence(peer.peer(), e.getMessage()));
            }
        }
        return told;
    }

    private List<Told> influential(List<Told> told, List<String> leftOut) {
        Influence influence = new Influence(profile.orElseThrow().sums(), told.stream().map(Told::sums).toList());
        return told.stream().filter(peer -> {
            Optional<String> refusal = influence.refusal(peer.sums());
            refusal.ifPresent(clause -> leftOut.add(sentence(peer.peer(), clause)));
            return refusal.isEmpty();
        }).toList();
    }

    private static List<String> weights(Influence influence, List<Told> taken, DataSums total) {
        List<String> weights = new ArrayList<>();
        Influence.Move most = new Influence.Move(0, "");
        for (Told peer : taken) {
            long counted = influence.countedRows(peer.sums());
            if (counted < peer.sums().rows()) {
                weights.add("What " + peer.peer() + " tells of " + peer.sums().rows() + " rows counts as of " + counted
                        + ": no more than " + Influence.MOST_MEDIANS + " times the median of all that tell");
            }
            Optional<Influence.Move> move = influence.move(total, influence.weighed(peer.sums()));
            if (move.isPresent() && move.get().distance() > most.distance()) {
                most = new Influence.Move(move.get().distance(),
                        "Of all whose sums are taken " + peer.peer() + " moves the scaling most, of "
                                + move.get().sentence());
            }
        }
        if (most.distance() > 0) {
            weights.add(printable(most.sentence()));
        }
        return weights;
    }

    /** Why there is no run with these sums. Own data of one class may well make a run with those of others. */
    private Optional<String> refusal(DataSums sums) {
        try {
            RunSetup.found(options, sums.schema("All data"));
            return Optional.empty();
        } catch (UserMistakeException | IllegalArgumentException | ArithmeticException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private String source(List<Told> taken) {
        return profile.orElseThrow().source() + (taken.isEmpty()
                ? ""
                : " together with that of "
                        + taken.stream().map(peer -> peer.peer().text()).collect(Collectors.joining(", ")));
    }

    /** A reason may repeat what the peer sent, which has no business on a terminal. */
    private static String sentence(PeerId peer, String reason) {
        return "What " + peer + " tells of its data is left out: " + printable(String.valueOf(reason));
    }

    private static String printable(String text) {
        String printable = text.replaceAll("\\p{C}", "?");
        return printable.substring(0, Math.min(printable.length(), LONGEST_REASON));
    }
}
