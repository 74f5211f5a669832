package dev.grapevine.testbed.bench;

import java.util.List;
import java.util.Set;

/** Some rows of {@code bench node} that one set of processes gives. Holds no state. */
interface NodeRows {

    /** Their names. */
    List<String> names();

    /**
     * Measures.
     *
     * @param wanted some of the names, at least one
     * @throws NotMeasuredException with why none can be measured
     */
    List<Measurement> measure(Set<String> wanted, NodeLab lab);
}
