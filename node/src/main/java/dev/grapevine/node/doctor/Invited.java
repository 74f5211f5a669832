package dev.grapevine.node.doctor;

import java.util.Optional;

import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.words.UserMistakeException;

/**
 * An invitation code as a person has typed it.
 *
 * @param code    empty if it is none
 * @param mistake what is wrong with it, without the code
 */
record Invited(Optional<InvitationCode> code, Optional<String> mistake) {

    static Invited of(String text) {
        try {
            return new Invited(Optional.of(InvitationCode.parse(text)), Optional.empty());
        } catch (UserMistakeException e) {
            return new Invited(Optional.empty(), Optional.of(e.getMessage()));
        }
    }
}
