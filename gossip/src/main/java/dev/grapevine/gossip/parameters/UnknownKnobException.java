package dev.grapevine.gossip.parameters;

/** Knob that this version does not know, such as one of a later version. */
public final class UnknownKnobException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param name of the knob */
    public UnknownKnobException(String name) {
        super("it sets '" + name + "', which this version does not know");
    }
}
