package dev.grapevine.node.run;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Advice of a charter: values of options that a node may override. It comes from peers, which a node does not trust: a
 * value that would keep the node from training or from exchanging is accepted from its own user only.
 */
final class Advice {

    /** All options that are advice, in the order of a charter. */
    static final List<Option<?>> OPTIONS = RunOptions.all().stream()
            .filter(option -> option.scope() == Option.Scope.ADVISED).toList();

    private Advice() {}

    /** Reason, as a sentence, why a charter's value of an option is not accepted; empty if it is. */
    static Optional<String> refusal(Option<?> option, String text) {
        try {
            return option.isSane(text) ? Optional.empty() : Optional.of(sentence(option, text, option.sane()));
        } catch (UserMistakeException _) {
            return Optional.of(sentence(option, text, option.sane()));
        }
    }

    /** Message to users about advice that is not accepted. */
    static String sentence(Option<?> option, String text, String allowed) {
        return "The run advises " + option.name() + "=" + text.substring(0, Math.min(text.length(), 40))
                + ", which is ignored: allowed from other nodes are " + allowed + ", and all values of the option from "
                + "--" + option.name();
    }
}
