package dev.grapevine.node.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.gossip.charter.Charter.Term;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Options as the terms of a charter, those that bind and those that only advise, and back. */
public final class RunTerms {

    /** The term that is a schema, in JSON. */
    static final String SCHEMA = "schema";

    /** Terms that bind, besides the schema: replicas that differ in one cannot be averaged. */
    private static final List<Option<?>> BINDING = binding();

    /** More than the envelope of a charter takes. */
    private static final int FRAME_OVERHEAD_BYTES = 64;
    /** More than the lengths before name and value of a term and what else belongs to it take. */
    private static final int TERM_OVERHEAD_BYTES = 16;

    private static final String PROTOCOL = "protocol";
    /** Changes when nodes before and after would make different replicas of the same messages; 0.1 began with it. */
    private static final String RESULTS_VERSION = "3";

    private RunTerms() {}

    /** In the order of help, but for the overlay: charters have always said it after the merge rule. */
    private static List<Option<?>> binding() {
        List<Option<?>> options = new ArrayList<>(
                RunOptions.all().stream().filter(option -> option.scope() == Option.Scope.BINDING).toList());
        options.remove(GossipOptions.OVERLAY);
        options.add(options.indexOf(GossipOptions.MERGE_RULE) + 1, GossipOptions.OVERLAY);
        return options;
    }

    /**
     * The charter of a new run.
     *
     * @throws UserMistakeException if the schema is too long to be told to peers
     */
    static Charter of(RunOptions options, Schema schema) {
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(PROTOCOL, RESULTS_VERSION, true));
        for (Option<?> option : BINDING) {
            terms.add(new Term(option.name(), option.canonical(options), true));
        }
        terms.add(new Term(SCHEMA, schema.toJson(), true));
        for (Option<?> option : Advice.OPTIONS) {
            terms.add(new Term(option.name(), options.text(option), false));
        }
        checkFrame(terms);
        return new Charter(terms);
    }

    /** Peers tell each other the charter in one frame, the identity of the run included. */
    private static void checkFrame(List<Term> terms) {
        long bytes = FRAME_OVERHEAD_BYTES + TERM_OVERHEAD_BYTES + Charter.RUN.length() + RunIdentity.LENGTH;
        for (Term term : terms) {
            bytes += TERM_OVERHEAD_BYTES + term.name().getBytes(StandardCharsets.UTF_8).length
                    + term.value().getBytes(StandardCharsets.UTF_8).length;
        }
        long most = ProtocolParameters.DEFAULT.frameBytesMax();
        if (bytes > most) {
            throw new UserMistakeException("data has so many columns and categories that it takes " + bytes
                    + " bytes to tell peers about them: allowed are up to " + most);
        }
    }

    /**
     * The options that bind, by name, without the schema.
     *
     * @throws IllegalArgumentException if the charter does not say one
     */
    static Map<String, String> binding(Charter charter) {
        Map<String, String> adopted = new LinkedHashMap<>();
        for (Option<?> option : BINDING) {
            adopted.put(option.name(), charter.value(option.name()).orElseThrow(
                    () -> new IllegalArgumentException("The charter does not say " + option.name())));
        }
        return adopted;
    }

    /**
     * The binding terms that a user gave explicitly, as a charter would have them.
     *
     * @throws UserMistakeException if the options name a schema that cannot be read
     */
    public static Map<String, String> insisted(RunOptions options) {
        Map<String, String> insisted = new LinkedHashMap<>();
        for (Option<?> option : BINDING) {
            if (options.isGiven(option)) {
                insisted.put(option.name(), option.canonical(options));
            }
        }
        options.get(TaskOptions.SCHEMA).ifPresent(file -> insisted.put(SCHEMA, SchemaFile.read(file).toJson()));
        return insisted;
    }
}
