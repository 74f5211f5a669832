package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.SnapshotReader;
import dev.grapevine.gossip.snapshot.SnapshotWriter;

/** One table routes, buries and reserves for all rooms alike. */
class ConversationsTest {

    private static final int KIND = 99;
    private static final PeerId SELF = new PeerId("self");
    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");

    private record Word(long sequence, boolean isFromInitiator) implements PlainMessage, ConversationMessage {
        @Override
        public Priority priority() {
            return Priority.CONTROL;
        }
    }

    private record Talk(ConversationKey key, PeerId peer, int unfinishedBlocks, int reservedBlocks, long unansweredMass,
            List<String> heard) implements Conversation {

        @Override
        public void onMessage(PeerId from, Message message) {
            heard.add(from.text());
        }

        @Override
        public void onTimer(int what) {
            heard.add("timer " + what);
        }

        @Override
        public boolean isOver() {
            return heard.size() > 1;
        }

        @Override
        public void save(StateWriter out) {
            out.putCount(unfinishedBlocks);
            out.putCount(reservedBlocks);
            out.putLong(unansweredMass);
        }
    }

    private final class Talker implements Speaker {

        @Override
        public Room room() {
            return new Room() {
                @Override
                public int kind() {
                    return KIND;
                }

                @Override
                public String name() {
                    return "talk";
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
            news.add(from + " " + ((Word) message).sequence);
        }

        @Override
        public void buried(PeerId peer) {
            news.add(peer + " is dead");
        }

        @Override
        public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
            return new Talk(key, peer, in.getCount(100), in.getCount(100), in.getLong(), new ArrayList<>());
        }
    }

    private final List<String> news = new ArrayList<>();
    private final List<String> inherited = new ArrayList<>();
    private Conversations conversations;

    @BeforeEach
    void begin() {
        conversations = fresh();
        conversations.hears(ANNA, 1);
        conversations.hears(BERT, 4);
    }

    private Conversations fresh() {
        Conversations made = new Conversations(SELF, 3, new Conversations.Heir() {
            @Override
            public boolean isLive(PeerId peer) {
                return false;
            }

            @Override
            public void forgotten(PeerId peer) {}

            @Override
            public void inherits(PeerId peer, int blocks, long mass) {
                inherited.add(peer + " " + blocks + " " + mass);
            }

            @Override
            public void report(Fact fact) {
                inherited.add(fact.toString());
            }
        });
        made.add(new Talker());
        return made;
    }

    private Talk open(ConversationKey key, PeerId peer, int unfinished, int reserved) {
        Talk talk = new Talk(key, peer, unfinished, reserved, 10L * unfinished, new ArrayList<>());
        conversations.open(talk);
        return talk;
    }

    @Test
    void messageGoesToItsConversationOrElseToItsSpeaker() {
        Talk own = open(conversations.nextKey(KIND), ANNA, 0, 0);
        Talk theirs = open(conversations.keyOf(KIND, ANNA, 1), ANNA, 0, 0);
        conversations.onMessage(ANNA, KIND, new Word(1, false));
        assertThat(own.heard).containsExactly("anna");
        assertThat(theirs.heard).isEmpty();
        conversations.onMessage(ANNA, KIND, new Word(1, true));
        assertThat(theirs.heard).containsExactly("anna");
        // Messages of another room, of another peer, of another number, and of no conversation.
        conversations.onMessage(ANNA, KIND + 1, new Word(1, true));
        conversations.onMessage(BERT, KIND, new Word(1, true));
        conversations.onMessage(ANNA, KIND, new Word(2, true));
        assertThat(news).containsExactly("bert 1", "anna 2");
        assertThat(own.heard.size() + theirs.heard.size()).isEqualTo(2);
    }

    @Test
    void answerOfAnyPeerGoesToTheOnlyConversationOfTheKind() {
        Talk only = open(conversations.onlyKey(KIND), SELF, 0, 0);
        conversations.onMessage(BERT, KIND, new Word(0, false));
        assertThat(only.heard).containsExactly("bert");
    }

    @Test
    void timerGoesToItsConversationIfStillOpen() {
        Talk talk = open(conversations.nextKey(KIND), ANNA, 0, 0);
        conversations.onTimer(talk.key, 7);
        assertThat(talk.heard).containsExactly("timer 7");
        conversations.onTimer(talk.key, 8);
        assertThat(conversations.all(Talk.class)).as("over by now").isEmpty();
        conversations.onTimer(talk.key, 9);
        assertThat(talk.heard).containsExactly("timer 7", "timer 8");
    }

    @Test
    void messageOfAClosedConversationIsIgnored() {
        Talk talk = open(conversations.keyOf(KIND, ANNA, 5), ANNA, 0, 0);
        conversations.close(talk);
        conversations.onMessage(ANNA, KIND, new Word(5, true));
        conversations.onMessage(ANNA, KIND, new Word(4, true));
        assertThat(news).isEmpty();
        conversations.onMessage(ANNA, KIND, new Word(6, true));
        conversations.onMessage(BERT, KIND, new Word(4, true));
        assertThat(news).containsExactly("anna 6", "bert 4");
    }

    @Test
    void buryingForgetsAndCeasesToAccept() {
        open(conversations.nextKey(KIND), ANNA, 2, 2);
        open(conversations.keyOf(KIND, ANNA, 1), ANNA, 3, 3);
        Talk other = open(conversations.nextKey(KIND), BERT, 1, 1);
        conversations.bury(ANNA);
        assertThat(conversations.hears(ANNA, 1)).isFalse();
        assertThat(conversations.all(Talk.class)).containsExactly(other);
        assertThat(inherited).as("what it left unfinished").containsExactly("anna 5 50");
        assertThat(news).containsExactly("anna is dead");
        assertThat(conversations.hears(ANNA, 2)).as("it lives again").isTrue();
    }

    @Test
    void laterIncarnationBuriesTheEarlierOne() {
        open(conversations.keyOf(KIND, BERT, 1), BERT, 1, 1);
        conversations.close(conversations.with(BERT, Talk.class).orElseThrow());
        open(conversations.keyOf(KIND, BERT, 2), BERT, 1, 1);
        assertThat(conversations.hears(BERT, 5)).isTrue();
        assertThat(conversations.all(Talk.class)).isEmpty();
        assertThat(inherited).containsExactly("bert 1 10");
        assertThat(conversations.hears(BERT, 4)).isFalse();
        assertThat(conversations.incarnationOf(BERT)).isEqualTo(5);
        conversations.onMessage(BERT, KIND, new Word(1, true));
        assertThat(news).as("its numbers begin anew").containsExactly("bert is dead", "bert 1");
    }

    @Test
    void blocksAreReservedInAllAndForEachPeer() {
        conversations.limit(10, 4);
        open(conversations.nextKey(KIND), ANNA, 0, 3);
        assertThat(conversations.hasRoom(ANNA, 1)).isTrue();
        assertThat(conversations.hasRoom(ANNA, 2)).as("of one peer").isFalse();
        open(conversations.keyOf(KIND, BERT, 1), BERT, 0, 4);
        open(conversations.nextKey(KIND), new PeerId("carl"), 1, 2);
        assertThat(conversations.hasRoom(new PeerId("dora"), 1)).isTrue();
        assertThat(inherited).isEmpty();
        assertThat(conversations.hasRoom(new PeerId("dora"), 2)).as("in all").isFalse();
        assertThat(conversations.hasRoom(new PeerId("dora"), 2)).isFalse();
        assertThat(inherited).as("told once").containsExactly(new Fact.TableFull(9).toString());
        assertThat(conversations.unfinishedBlocks()).isEqualTo(1);
    }

    @Test
    void keyIsUniqueToItsConversation() {
        ConversationKey key = conversations.nextKey(KIND);
        assertThat(conversations.nextKey(KIND).sequence()).isEqualTo(key.sequence() + 1);
        assertThat(conversations.begun(KIND)).isEqualTo(2);
        open(key, ANNA, 0, 0);
        assertThatThrownBy(() -> open(key, BERT, 0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void restoredConversationsGoOn() {
        open(conversations.nextKey(KIND), ANNA, 2, 3);
        conversations.close(open(conversations.keyOf(KIND, BERT, 7), BERT, 1, 1));
        conversations.bury(BERT);
        SnapshotWriter out = new SnapshotWriter();
        conversations.save(out.section("conversations", 1));
        Conversations restored = fresh();
        restored.restore(new SnapshotReader(out.toBytes()).section("conversations", 1));
        assertThat(restored.all(Talk.class)).isEqualTo(conversations.all(Talk.class));
        assertThat(restored.hears(BERT, 4)).isFalse();
        assertThat(restored.incarnationOf(new PeerId("carl"))).isEqualTo(Incarnations.UNKNOWN);
        assertThat(restored.nextKey(KIND).sequence()).isEqualTo(2);
    }
}
