package dev.grapevine.node.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Namesake;

/**
 * Watches for two nodes of one name, which peers would hear by turns: the later one stops. For one event loop.
 */
final class NamesakeWatch {

    /** The time before it looks again: longer than peers take to suspect the node's last life after a crash. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PeerId self;
    private final Path checkpoint;
    private final DelayedExecutor later;
    private final Supplier<Namesake> namesake;
    private final Consumer<String> notice;
    private final Consumer<String> stop;

    /**
     * @param checkpoint the node's checkpoint, in its folder
     * @param namesake   the other member with this name now, if any
     * @param notice     receives sentences for users
     * @param stop       stops the node with this sentence, as a mistake of its user
     */
    NamesakeWatch(PeerId self, Path checkpoint, DelayedExecutor later, Supplier<Namesake> namesake,
            Consumer<String> notice, Consumer<String> stop) {
        this.self = self;
        this.checkpoint = checkpoint;
        this.later = later;
        this.namesake = namesake;
        this.notice = notice;
        this.stop = stop;
    }

    /**
     * A member has this node's name: its own last life that is not suspected yet, or another node.
     *
     * @param isPresent whether the life that saw it goes on
     */
    void seen(BooleanSupplier isPresent) {
        later.run(PATIENCE, () -> {
            if (isPresent.getAsBoolean()) {
                stopIfLater();
            }
        });
    }

    private void stopIfLater() {
        switch (namesake.get()) {
            case NONE -> {
            }
            case EARLIER -> stop.accept("Another node has the key of " + self
                    + " and joined earlier, as after the folder " + checkpoint.getParent()
                    + " was copied: start this one with a folder of its own (--dir), or remove "
                    + checkpoint.resolveSibling("identity*.properties") + ", "
                    + checkpoint.resolveSibling("security") + " and " + checkpoint.resolveSibling("checkpoint*.bin")
                    + " to join the run anew");
            case LATER -> notice.accept("Another node has the key of " + self
                    + " and joined later, as after a folder was copied: that node has to stop");
        }
    }
}
