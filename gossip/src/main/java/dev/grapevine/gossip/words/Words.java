package dev.grapevine.gossip.words;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** The protocol in plain words: events of a node, and their effects. Not for several threads at once. */
public final class Words {

    private static final int ANY_LENGTH = 1 << 30;

    private final Rooms rooms;
    private final FrameCodec frames;

    /** @param rooms the rooms of the messages */
    public Words(Rooms rooms) {
        this.rooms = rooms;
        this.frames = rooms.frames(ANY_LENGTH);
    }

    /** An event, as a clause about the node. */
    public String of(Event event) {
        return switch (event) {
            case Event.Started _ -> "starts";
            case Event.MessageArrived message -> "hears from " + message.from() + ": " + frame(message.bytes());
            case Event.TimerFired fired -> "is due to " + of(fired.timer());
            case Event.CharterAdopted adopted -> "has model and data ready, "
                    + adopted.plan().initialParameters().length + " parameters";
            case Event.SumsReady ready -> "has its sums ready, " + Numbers.bytes(ready.sums().length);
            case Event.RoundFinished finished -> "has trained round " + finished.result().round() + ", "
                    + Numbers.count(finished.result().steps(), "step") + ", loss " + loss(finished.result().lastLoss());
            case Event.RoundFailed failed -> "could not train round " + failed.round() + ": " + failed.reason();
            case Event.MergeFinished merge -> "has merge " + merge.number() + " ready";
            case Event.Persisted persisted -> "has written down entry " + persisted.number();
            case Event.PeerJoined joined ->
                "sees " + joined.peer() + ", life " + Incarnations.shown(joined.incarnation());
            case Event.PeerSuspected suspected -> "no longer sees " + suspected.peer();
            case Event.Evaluated evaluated -> "has measured its model on " + evaluated.rows() + " rows: loss "
                    + (float) evaluated.loss() + ", accuracy " + (float) evaluated.accuracy();
            case Event.LeaveRequested _ -> "is asked to leave";
            case Event.FoundRequested _ -> "is asked to found a run now";
            case Event.PauseRequested _ -> "is asked to pause";
            case Event.ResumeRequested _ -> "is asked to go on";
            case Event.CheckpointRequested _ -> "is asked for a checkpoint";
        };
    }

    /** Effects in their order, joined by semicolons. */
    public String of(List<Effect> effects) {
        return effects.isEmpty()
                ? "nothing"
                : effects.stream().map(this::of).collect(Collectors.joining("; "));
    }

    /** One effect. */
    public String of(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> "tells " + send.to() + ": " + frame(send.bytes());
            case Effect.SetTimer timer -> "in " + Numbers.duration(timer.delay()) + " will " + of(timer.timer());
            case Effect.StartRound round -> "trains round " + round.round() + ", "
                    + Numbers.count(round.steps(), "step") + (round.afresh() ? ", its optimizer anew" : "");
            case Effect.AdoptCharter _ -> "prepares model and data for the charter";
            case Effect.ProvideSums _ -> "sums up its data";
            case Effect.FoundCharter found -> found.others().isEmpty()
                    ? "founds a run from its own data"
                    : "founds a run with the sums of " + found.others().stream()
                            .map(other -> other.peer().text()).collect(Collectors.joining(", "));
            case Effect.StartMerge merge -> "merges the replicas of " + Numbers.count(merge.others().size(), "peer")
                    + " by their " + merge.aggregator().name();
            case Effect.Persist persist -> "writes down " + persist.name() + ", "
                    + Numbers.bytes(persist.bytes().length);
            case Effect.Checkpoint _ -> "keeps a checkpoint";
            case Effect.Report report -> of(report.fact());
            case Effect.Halt halt -> "stops: " + halt.sentence();
            case Effect.Outlived outlived -> "has to begin a life above " + outlived.incarnation();
            case Effect.ChangeRun change -> "goes over to run " + change.charter().run();
            case Effect.Left _ -> "has left";
        };
    }

    private static String of(Fact fact) {
        return switch (fact) {
            case Fact.Running running -> "takes part from round " + running.round();
            case Fact.RoundInstalled installed -> "round " + installed.round() + " is in the replica";
            case Fact.RoundDiscarded discarded -> "throws round " + discarded.round() + " away: "
                    + discarded.reason();
            case Fact.RoundSuspect suspect -> (suspect.dropped()
                    ? "throws round " + suspect.round() + " away: "
                    : "takes a part of round " + suspect.round() + ": ") + suspect.why();
            case Fact.WentBack back -> "goes back to what it had after round " + back.kept();
            case Fact.Clamped clamped -> "clamps " + Numbers.count(clamped.values(), "value");
            case Fact.Debited debited -> "merges block " + debited.transfer().block() + " of " + debited.peer()
                    + ", as the first";
            case Fact.Credited credited -> "merges block " + credited.transfer().block() + " of " + credited.peer();
            case Fact.Mixed mixed -> "mixes in block " + mixed.block() + " of " + mixed.peer();
            case Fact.ExchangeFinished finished -> "exchange " + finished.sequence() + " with " + finished.peer()
                    + " is finished";
            case Fact.ExchangeAbandoned abandoned -> "gives exchange " + abandoned.sequence() + " with "
                    + abandoned.peer() + " up: " + abandoned.reason();
            case Fact.PeerRefused refused -> refused.sentence();
            case Fact.GivenUp givenUp -> givenUp.sentence();
            case Fact.PeerFaulted faulted -> "finds fault with " + faulted.peer() + ": " + faulted.what();
            case Fact.BlocksOrphaned orphaned -> Numbers.count(orphaned.blocks(), "block") + " with "
                    + orphaned.peer() + " stay half done";
            case Fact.LimitReached reached -> "reaches the limit of " + reached.limit().words() + " with "
                    + reached.peer();
            case Fact.TableFull full ->
                "has no room for another exchange, " + Numbers.count(full.reservedBlocks(), "block")
                        + " reserved";
        };
    }

    private String of(Timer timer) {
        return switch (timer) {
            case Timer.OfConversation of -> rooms.of(of.key().kind()).timerWords(of.what(), of.key().sequence());
            case Timer.GoOn _ -> "train on or exchange";
            case Timer.SendMore _ -> "send what waits";
            case Timer.HurryLeaving _ -> "hurry its leaving";
        };
    }

    private String frame(byte[] bytes) {
        String size = " (" + Numbers.bytes(bytes.length) + ")";
        try {
            Message message = frames.decode(bytes).message();
            return frames.messages().of(message).say(message) + size;
        } catch (MalformedFrameException e) {
            return "no message, " + e.getMessage() + size;
        }
    }

    private static String loss(double loss) {
        return String.format(Locale.ROOT, "%.4f", loss);
    }
}
