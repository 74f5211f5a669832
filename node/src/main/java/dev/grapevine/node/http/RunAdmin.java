package dev.grapevine.node.http;

import java.time.Instant;
import java.util.List;

/**
 * The administration of a run by its operator, through the API: who may take part, and when the run is founded. For one
 * event loop. Each call throws {@link dev.grapevine.node.words.UserMistakeException} for what cannot be done.
 */
public interface RunAdmin {

    /**
     * A code that lets one device in. Secret.
     *
     * @param code    in groups of letters
     * @param expires until when it can be used
     * @param qr      the code as a QR code for a terminal, lines
     * @param notes   sentences worth knowing, such as that there is no other inviter
     */
    record Invitation(String code, Instant expires, String qr, List<String> notes) {

        public Invitation {
            notes = List.copyOf(notes);
        }

        /** Leaves the code out. */
        @Override
        public String toString() {
            return "Invitation[until " + expires + "]";
        }
    }

    /** Makes an invitation. */
    Invitation invite();

    /**
     * Refuses a peer from now on.
     *
     * @param peer its identity, as the caller wrote it
     * @return sentence for users that says what was done
     */
    String revoke(String peer);

    /**
     * Makes a member another inviter.
     *
     * @param peer its identity, as the caller wrote it
     * @return sentence for users that says what was done
     */
    String grant(String peer);

    /**
     * Founds the run now, with the nodes that are there.
     *
     * @return sentence for users that says what was done
     */
    String found();
}
