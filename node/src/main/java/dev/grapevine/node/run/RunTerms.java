package dev.grapevine.node.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.charter.Charter.Term;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Conversion of options to the terms of a charter, binding terms and advice, and back. */
public final class RunTerms {

    /** Name of the term with the fingerprint of the model that the run starts from; absent without one. */
    static final String INIT = Charter.INIT;
    /** Name of the term with the schema in JSON. */
    static final String SCHEMA = "schema";

    /** Binding terms besides the schema: replicas that differ in one cannot be averaged. */
    private static final List<Option<?>> BINDING = binding();

    /** Upper bound for the envelope of a charter. */
    private static final int FRAME_OVERHEAD_BYTES = 64;
    /** Upper bound for the overhead of a term: the lengths of name and value, and flags. */
    private static final int TERM_OVERHEAD_BYTES = 16;

    private static final String PROTOCOL = "protocol";
    /**
     * Increases when older and newer nodes would compute different replicas from the same messages. Version 0.1
     * introduced it.
     */
    private static final String RESULTS_VERSION = "3";

    private RunTerms() {}

    /** The options, in the order of help, except that charters have the overlay after the merge rule, as in earlier versions. */
    private static List<Option<?>> binding() {
        List<Option<?>> options = new ArrayList<>(
                RunOptions.all().stream().filter(option -> option.scope() == Option.Scope.BINDING).toList());
        options.remove(GossipOptions.OVERLAY);
        options.add(options.indexOf(GossipOptions.MERGE_RULE) + 1, GossipOptions.OVERLAY);
        return options;
    }

    /**
     * Charter of a new run.
     *
     * @param initial the model that it starts from, if it has one
     * @throws UserMistakeException if the schema is too long to be sent to peers
     */
    static Charter of(RunOptions options, Schema schema, Optional<InitialModel> initial) {
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(PROTOCOL, RESULTS_VERSION, true));
        for (Option<?> option : BINDING) {
            terms.add(new Term(option.name(), option.canonical(options), true));
        }
        terms.add(new Term(SCHEMA, schema.toJson(), true));
        initial.ifPresent(model -> terms.add(new Term(INIT, model.fingerprint(), true)));
        for (Option<?> option : Advice.OPTIONS) {
            terms.add(new Term(option.name(), options.text(option), false));
        }
        checkFrame(terms);
        return new Charter(terms);
    }

    /** Peers send the charter in one frame, together with the identity of the run. */
    private static void checkFrame(List<Term> terms) {
        long bytes = FRAME_OVERHEAD_BYTES + TERM_OVERHEAD_BYTES + Charter.RUN.length() + RunIdentity.LENGTH;
        for (Term term : terms) {
            bytes += TERM_OVERHEAD_BYTES + term.name().getBytes(StandardCharsets.UTF_8).length
                    + term.value().getBytes(StandardCharsets.UTF_8).length;
        }
        long max = ProtocolParameters.DEFAULT.frameBytesMax();
        if (bytes > max) {
            throw new UserMistakeException("data has so many columns and categories that it takes " + bytes
                    + " bytes to describe them to peers: allowed are up to " + max);
        }
    }

    /**
     * Binding options by name, without the schema.
     *
     * @throws IllegalArgumentException if the charter lacks one
     */
    static Map<String, String> binding(Charter charter) {
        Map<String, String> adopted = new LinkedHashMap<>();
        for (Option<?> option : BINDING) {
            adopted.put(option.name(), charter.value(option.name()).orElseThrow(
                    () -> new IllegalArgumentException("The charter lacks " + option.name())));
        }
        return adopted;
    }

    /**
     * Binding terms that a user gave explicitly (pinned), in the form of a charter.
     *
     * @throws UserMistakeException if the options name a schema that cannot be read
     */
    public static Map<String, String> pinned(RunOptions options) {
        Map<String, String> pinned = new LinkedHashMap<>();
        for (Option<?> option : BINDING) {
            if (options.isGiven(option)) {
                pinned.put(option.name(), option.canonical(options));
            }
        }
        options.get(TaskOptions.SCHEMA).ifPresent(file -> pinned.put(SCHEMA, SchemaFile.read(file).toJson()));
        InitialModel.of(options).ifPresent(model -> pinned.put(INIT, model.fingerprint()));
        return pinned;
    }
}
