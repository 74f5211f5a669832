package dev.grapevine.node.doctor;

import java.util.ArrayList;
import java.util.List;

/** Collects what one check finds. For one thread. */
final class Findings {

    private final String check;
    private final List<Finding> found = new ArrayList<>();

    /** @param check one word */
    Findings(String check) {
        this.check = check;
    }

    Findings ok(String sentence) {
        found.add(new Finding(check, Finding.Verdict.OK, sentence));
        return this;
    }

    /** @param remedy what to do */
    Findings bad(String sentence, String remedy) {
        return bad(sentence + ": " + remedy);
    }

    /** @param sentence has the remedy */
    Findings bad(String sentence) {
        found.add(new Finding(check, Finding.Verdict.BAD, sentence));
        return this;
    }

    Findings unknown(String sentence) {
        found.add(new Finding(check, Finding.Verdict.UNKNOWN, sentence));
        return this;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
