package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The history of a node's processes, this one included, and its file: how often they were killed, and how long they ran. A
 * damaged or unwritable file is told to users and harms nothing else.
 */
final class ProcessHistory {

    static final String FILE = "lives.properties";

    private final Generations<LivesFile> file;
    private final Consumer<String> tell;
    private volatile LivesFile lives = LivesFile.NONE;
    private Duration lastedBefore = Duration.ZERO;

    /** @param tell receives sentences for users */
    ProcessHistory(Path folder, DurableSteps steps, Consumer<String> tell) {
        this.file = new Generations<>(folder.resolve(FILE), LivesFile::decode, steps);
        this.tell = tell;
    }

    /** All that is known, this process included. Thread-safe. */
    LivesFile lives() {
        return lives;
    }

    /** This process begins. */
    void begin() {
        Generations.Found<LivesFile> found = file.read();
        String damage = String.join("; ", found.damage());
        if (!damage.isEmpty()) {
            tell.accept(found.content().isPresent() && !found.isOlder()
                    ? damage
                    : damage + ": how often the node was killed is counted "
                            + (found.isOlder() ? "from what the file before says" : "anew"));
        }
        LivesFile before = found.content().orElse(LivesFile.NONE);
        lives = before.begun();
        lastedBefore = before.lasted();
        try {
            file.write(lives.encode());
        } catch (IOException e) {
            tell.accept("The file " + file.newest() + " cannot be written: " + e.getMessage());
        }
    }

    /** {@link NodeDirectory#noteRunning}. */
    void noteRunning(Duration uptime) throws IOException {
        lives = new LivesFile(lives.uncleanEnds(), lastedBefore.plus(uptime), true);
        file.write(lives.encode());
    }

    /** This process ends as it should. */
    void end() throws IOException {
        if (lives.isRunning()) {
            lives = new LivesFile(lives.uncleanEnds(), lives.lasted(), false);
            file.write(lives.encode());
        }
    }
}
