package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * A table with few places and many identities that send in many lives, each message perhaps duplicated at any time: it
 * remembers no more peers than it has places for, and nothing is done a second time in a conversation.
 */
class ForgettingProperties {

    private static final int KIND = 99;
    private static final int PLACES = 4;
    private static final int BURIED = 5;
    private static final int IDENTITIES = 24;
    private static final int BYTES_EACH = 40;

    /** A message of a conversation that its initiator numbers. */
    private record Word(long sequence) implements PlainMessage, ConversationMessage {
        @Override
        public boolean isFromInitiator() {
            return true;
        }

        @Override
        public Priority priority() {
            return Priority.CONTROL;
        }
    }

    /** Is over with its second message; its first one does something. */
    private static final class Deed implements Conversation {
        private final ConversationKey key;
        private int words = 1;

        Deed(ConversationKey key) {
            this.key = key;
        }

        @Override
        public ConversationKey key() {
            return key;
        }

        @Override
        public PeerId peer() {
            return key.initiator();
        }

        @Override
        public void onMessage(PeerId from, Message message) {
            words++;
        }

        @Override
        public void onTimer(int what) {}

        @Override
        public boolean isOver() {
            return words > 1;
        }

        @Override
        public int unfinishedBlocks() {
            return isOver() ? 0 : 1;
        }

        @Override
        public void save(StateWriter out) {}
    }

    /** A node of which only the table exists. */
    private static final class World {
        private final Set<PeerId> live = new TreeSet<>();
        private final Set<String> done = new TreeSet<>();
        private Conversations table = table();

        private Conversations table() {
            Conversations.Heir heir = new Conversations.Heir() {
                @Override
                public void inherits(PeerId peer, int blocks, long mass) {}

                @Override
                public void report(Fact fact) {}

                @Override
                public boolean isLive(PeerId peer) {
                    return live.contains(peer);
                }

                @Override
                public void forgotten(PeerId peer) {}
            };
            Conversations made = new Conversations(new PeerId("self"), 1, heir, PLACES, BURIED);
            made.add(new Doer());
            return made;
        }

        private final class Doer implements Speaker {
            @Override
            public Room room() {
                return new Room() {
                    @Override
                    public int kind() {
                        return KIND;
                    }

                    @Override
                    public String name() {
                        return "deeds";
                    }

                    @Override
                    public List<MessageType<?>> messages() {
                        return List.of();
                    }

                    @Override
                    public String timerWords(int what, long sequence) {
                        return "";
                    }
                };
            }

            @Override
            public void onMessage(PeerId from, Message message) {
                ConversationKey key = table.keyOf(KIND, from, ((Word) message).sequence);
                table.open(new Deed(key));
                assertThat(done.add(key.toString())).as("done once: " + key).isTrue();
            }

            @Override
            public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
                return new Deed(key);
            }
        }

        void say(PeerId peer, long life, long sequence) {
            if (table.hears(peer, life)) {
                table.onMessage(peer, KIND, new Word(sequence));
            }
        }

        void perform(int number) {
            PeerId peer = new PeerId("p" + number % IDENTITIES);
            int rest = number / IDENTITIES;
            long life = 1 + rest / 16 % 3;
            long sequence = 1 + rest / 48 % 3;
            switch (rest % 16) {
                case 0 -> {
                    table.bury(peer);
                    live.remove(peer);
                }
                case 1 -> {
                    if (table.hears(peer, life)) {
                        live.add(peer);
                    }
                }
                case 2, 3 -> live.remove(peer);
                case 4, 5 -> table.hears(peer, life);
                default -> {
                    say(peer, life, sequence);
                    say(peer, life, sequence);
                }
            }
        }
    }

    private static final int EVENTS = IDENTITIES * 16 * 3 * 3;

    @Property(tries = 1000)
    void tableIsBoundedAndNothingIsDoneTwice(
            @ForAll @Size(max = 300) List<@IntRange(max = EVENTS - 1) Integer> events) {
        World world = new World();
        for (int event : events) {
            world.perform(event);
            assertThat(Saved.bytes(world.table::save)).hasSizeLessThan(100 + BYTES_EACH * (2 * PLACES + BURIED));
            world.live.forEach(peer -> assertThat(world.table.incarnationOf(peer)).as(peer + " is alive").isPositive());
        }
    }

    /** The law can fail: an identity is forgotten without being buried. */
    @Example
    void forgettingWithoutBuryingIsFound() {
        World world = new World();
        PeerId peer = new PeerId("p0");
        world.say(peer, 1, 1);
        world.say(peer, 1, 1);
        world.table = world.table();
        assertThatThrownBy(() -> world.say(peer, 1, 1)).hasMessageContaining("done once");
    }
}
