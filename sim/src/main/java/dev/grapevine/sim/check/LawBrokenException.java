package dev.grapevine.sim.check;

/** The protocol did what it must never do. */
public final class LawBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String law;

    public LawBrokenException(String law, String how) {
        super("Broken law: " + law + ". " + how);
        this.law = law;
    }

    /** Its sentence. */
    public String law() {
        return law;
    }
}
