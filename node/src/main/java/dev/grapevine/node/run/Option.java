package dev.grapevine.node.run;

import java.util.function.Function;

import dev.grapevine.node.words.UserMistakeException;

/**
 * One thing that users may set: by the same name on the command line, in a file and in {@code --set}.
 *
 * @param name        such as {@code gossip.compression}
 * @param defaultText what holds when nobody says anything; empty if the option then has no value
 * @param allowed     what may be given, for help and for mistakes
 * @param help        what it does, in a few words
 * @param parser      throws {@link UserMistakeException} or {@link IllegalArgumentException} for what is not allowed
 */
public record Option<T>(String name, String defaultText, String allowed, String help, Function<String, T> parser) {

    /** Reads a value. */
    public T parse(String text) {
        try {
            return parser.apply(text.strip());
        } catch (UserMistakeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(name + " is '" + text + "': allowed are " + allowed, e);
        }
    }
}
