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
 * Sums over a node's data that it shares before a run, and the founding of a run from the sums of several nodes. Rows
 * are never shared. Sums of peers are not trusted: each is used or left out.
 *
 * <p>If one data set is split among nodes by the option {@code part}, each node shares the sums of the whole set. That
 * gives the same schema, which depends on proportions alone, whichever nodes answer.
 */
public final class SharedSums {

    private static final int MAX_REASON = 200;

    private final RunOptions options;
    private final Optional<DataProfile> profile;

    private SharedSums(RunOptions options, Optional<DataProfile> profile) {
        this.options = options;
        this.profile = profile;
    }

    /**
     * A run whose schema comes from all usable sums.
     *
     * @param leftOut one sentence about each peer whose sums could not be used
     * @param weights sentences about the effect of the other peers' sums: which count less, and which changed the
     *                scaling most
     */
    public record Founded(RunSetup setup, List<String> leftOut, List<String> weights) {

        public Founded {
            leftOut = List.copyOf(leftOut);
            weights = List.copyOf(weights);
        }
    }

    /**
     * Reads the data, unless the user gave a schema. May take long.
     *
     * @throws UserMistakeException if the data cannot be read or have no sums
     */
    public static SharedSums of(RunOptions options) {
        return new SharedSums(InitialModel.completed(options), InitialModel.schema(options).isPresent()
                ? Optional.empty()
                : options.get(TaskOptions.DATA).profile());
    }

    /** Bytes for peers; empty if the user gave a schema, and for data without sums. */
    public byte[] toBytes() {
        return profile.map(known -> known.sums().toBytes()).orElse(new byte[0]);
    }

    /**
     * Run for all data.
     *
     * @param others in a deterministic order
     * @throws UserMistakeException for the reasons of {@link RunSetup#found(RunOptions)}
     */
    public Founded found(List<PeerSums> others) {
        if (profile.isEmpty()) {
            return new Founded(RunSetup.found(options), List.of(), List.of());
        }
        List<String> leftOut = new ArrayList<>();
        List<Received> received = influential(compatible(others, leftOut), leftOut);
        Influence influence = new Influence(profile.get().sums(), received.stream().map(Received::sums).toList());
        DataSums total = influence.weighed(profile.get().sums());
        boolean fits = refusal(total).isEmpty();
        List<Received> accepted = new ArrayList<>();
        for (Received peer : received) {
            try {
                DataSums more = total.plus(influence.weighed(peer.sums()));
                Optional<String> refusal = refusal(more);
                if (fits && refusal.isPresent()) {
                    leftOut.add(sentence(peer.peer(), refusal.get()));
                } else {
                    total = more;
                    fits = refusal.isEmpty();
                    accepted.add(peer);
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                leftOut.add(sentence(peer.peer(), e.getMessage()));
            }
        }
        RunSetup setup = RunSetup.found(options, total.schema(source(accepted)));
        return new Founded(setup, leftOut, weights(influence, accepted, total));
    }

    /** Decoded sums of a peer. */
    private record Received(PeerId peer, DataSums sums) {}

    private List<Received> compatible(List<PeerSums> others, List<String> leftOut) {
        List<Received> received = new ArrayList<>();
        DataSums total = profile.orElseThrow().sums();
        for (PeerSums peer : others) {
            try {
                DataSums sums = DataSums.fromBytes(peer.sums());
                total = total.plus(sums);
                received.add(new Received(peer.peer(), sums));
            } catch (IllegalArgumentException | ArithmeticException e) {
                leftOut.add(sentence(peer.peer(), e.getMessage()));
            }
        }
        return received;
    }

    private List<Received> influential(List<Received> received, List<String> leftOut) {
        Influence influence = new Influence(profile.orElseThrow().sums(),
                received.stream().map(Received::sums).toList());
        return received.stream().filter(peer -> {
            Optional<String> refusal = influence.refusal(peer.sums());
            refusal.ifPresent(clause -> leftOut.add(sentence(peer.peer(), clause)));
            return refusal.isEmpty();
        }).toList();
    }

    private static List<String> weights(Influence influence, List<Received> accepted, DataSums total) {
        List<String> weights = new ArrayList<>();
        Influence.Move largest = new Influence.Move(0, "");
        for (Received peer : accepted) {
            long counted = influence.countedRows(peer.sums());
            if (counted < peer.sums().rows()) {
                weights.add("The sums of " + peer.peer() + " over " + peer.sums().rows() + " rows count like " + counted
                        + " rows: no more than " + Influence.MAX_MEDIANS + " times the median of all nodes");
            }
            Optional<Influence.Move> move = influence.move(total, influence.weighed(peer.sums()));
            if (move.isPresent() && move.get().distance() > largest.distance()) {
                largest = new Influence.Move(move.get().distance(),
                        peer.peer() + " changes the scaling most, of "
                                + move.get().sentence());
            }
        }
        if (largest.distance() > 0) {
            weights.add(printable(largest.sentence()));
        }
        return weights;
    }

    /** Reason why there is no run with these sums. Own data of one class may still make a run with those of others. */
    private Optional<String> refusal(DataSums sums) {
        try {
            RunSetup.found(options, sums.schema("All data"));
            return Optional.empty();
        } catch (UserMistakeException | IllegalArgumentException | ArithmeticException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private String source(List<Received> accepted) {
        return profile.orElseThrow().source() + (accepted.isEmpty()
                ? ""
                : " together with that of "
                        + accepted.stream().map(peer -> peer.peer().text()).collect(Collectors.joining(", ")));
    }

    /** A reason may repeat text from the peer, which must not control the terminal. */
    private static String sentence(PeerId peer, String reason) {
        return "The data sums of " + peer + " are left out: " + printable(String.valueOf(reason));
    }

    private static String printable(String text) {
        String printable = text.replaceAll("\\p{C}", "?");
        return printable.substring(0, Math.min(printable.length(), MAX_REASON));
    }
}
