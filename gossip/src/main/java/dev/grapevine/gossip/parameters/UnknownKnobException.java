package dev.grapevine.gossip.parameters;

/** A knob that this version does not have, such as one of a later version. */
public final class UnknownKnobException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param name of the knob */
    public UnknownKnobException(String name) {
        super("it sets '" + name + "', which this version does not know");
    }
}
