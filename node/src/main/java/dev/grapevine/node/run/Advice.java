package dev.grapevine.node.run;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;

/**
 * What a run advises and a node may overrule for itself. It comes from peers, who may have reasons of their own: a value that
 * would keep a node from training, or from talking to others, is taken only from the node's own user.
 */
final class Advice {

    /** All options that are advice, in the order of a charter's terms. */
    static final List<Option<?>> OPTIONS = RunOptions.all().stream()
            .filter(option -> option.scope() == Option.Scope.ADVISED).toList();

    private Advice() {}

    /** Why what a charter says of an option is not taken, as a sentence; empty if it is. */
    static Optional<String> refusal(Option<?> option, String text) {
        try {
            return option.isSane(text) ? Optional.empty() : Optional.of(sentence(option, text, option.sane()));
        } catch (UserMistakeException _) {
            return Optional.of(sentence(option, text, option.sane()));
        }
    }

    /** What users are told of advice that is not taken. */
    static String sentence(Option<?> option, String text, String allowed) {
        return "The run advises " + option.name() + "=" + text.substring(0, Math.min(text.length(), 40))
                + ", which is not taken: allowed from others are " + allowed + ", and anything of that option's from "
                + "--" + option.name();
    }
}
