package dev.grapevine.node.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.words.Quantities;

/** Whether the model fits into the memory that this machine or container has. */
final class MemoryCheck implements Check {

    /** The memory that Java needs beside the objects of the heap. */
    private static final long JAVA_BYTES = 100_000_000;
    private static final double FEW_PROCESSORS = 0.5;

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("memory");
        Machine machine = context.machine();
        String has = (machine.limitBytes().isPresent() ? "the container" : "the machine") + " has "
                + Quantities.showBytes(machine.memoryBytes());
        Optional<Long> model = context.data().setup().map(RunSetup::memoryBytes);
        long needed = model.orElse(0L) + JAVA_BYTES;
        String needs = model.isPresent()
                ? "the model with Java needs at least " + Quantities.showBytes(needed)
                : "Java alone needs at least " + Quantities.showBytes(needed);
        if (needed > machine.memoryBytes()) {
            found.bad(needs + ", but " + has, "take a smaller model, or give it more memory");
        } else if (machine.heapBytes() > machine.memoryBytes()) {
            found.bad("Java may take " + Quantities.showBytes(machine.heapBytes()) + ", but " + has
                    + ", so that the system may kill the node",
                    "set a smaller heap, such as"
                            + " GRAPEVINE_JAVA_OPTIONS=-Xmx" + Math.max(64, machine.memoryBytes() * 3 / 4 >> 20)
                            + "m");
        } else {
            found.ok(needs + ", and " + has + ", of which Java may take " + Quantities.showBytes(machine.heapBytes()));
        }
        machine.processors().ifPresent(share -> {
            String words = String.format(Locale.ROOT, "the container may use %.2f processors", share);
            if (share < FEW_PROCESSORS) {
                found.bad(words + ", so that answers to other nodes come late", "give it half of one at least");
            } else {
                found.ok(words);
            }
        });
        return found.all();
    }
}
