package dev.grapevine.sim.check;

/** The protocol broke a law. */
public final class LawBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String law;

    public LawBrokenException(String law, String how) {
        super("Broken law: " + law + ". " + how);
        this.law = law;
    }

    /** The law, as a sentence. */
    public String law() {
        return law;
    }
}
