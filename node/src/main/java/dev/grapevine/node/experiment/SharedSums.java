package dev.grapevine.node.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.data.DataProfile;
import dev.grapevine.node.replica.data.DataSums;

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
     */
    public record Founded(RunSetup setup, List<String> leftOut) {

        public Founded {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Reads the data, unless the user has given a schema. Takes a while.
     *
     * @throws UserMistakeException if the data cannot be read or summed up
     */
    public static SharedSums of(RunOptions options) {
        return new SharedSums(options, options.get(RunOptions.SCHEMA).isPresent()
                ? Optional.empty()
                : options.get(RunOptions.DATA).profile());
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
            return new Founded(RunSetup.found(options), List.of());
        }
        List<String> leftOut = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        DataSums total = profile.get().sums();
        boolean fits = refusal(total).isEmpty();
        for (PeerSums peer : others) {
            try {
                DataSums more = total.plus(DataSums.fromBytes(peer.sums()));
                Optional<String> refusal = refusal(more);
                if (fits && refusal.isPresent()) {
                    leftOut.add(sentence(peer, refusal.get()));
                } else {
                    total = more;
                    fits = refusal.isEmpty();
                    taken.add(peer.peer().text());
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                leftOut.add(sentence(peer, e.getMessage()));
            }
        }
        return new Founded(RunSetup.found(options, total.schema(source(taken))), leftOut);
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

    private String source(List<String> taken) {
        return profile.orElseThrow().source()
                + (taken.isEmpty() ? "" : " together with that of " + String.join(", ", taken));
    }

    /** A reason may repeat what the peer sent, which has no business on a terminal. */
    private static String sentence(PeerSums peer, String reason) {
        String printable = String.valueOf(reason).replaceAll("\\p{C}", "?");
        return "What " + peer.peer() + " tells of its data is left out: "
                + printable.substring(0, Math.min(printable.length(), LONGEST_REASON));
    }
}
