package dev.grapevine.gossip.words;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** The protocol in plain words: what happens to a node and what it does about it. Not for several threads at once. */
public final class Words {

    private static final int ANY_LENGTH = 1 << 30;

    private final FrameCodec frames;

    /** For frames of any length. */
    public Words() {
        this(new FrameCodec(ANY_LENGTH));
    }

    /** @param frames reads the frames that are talked about */
    public Words(FrameCodec frames) {
        this.frames = frames;
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
            case Event.PeerJoined joined -> "sees " + joined.peer() + ", life " + joined.incarnation();
            case Event.PeerSuspected suspected -> "no longer sees " + suspected.peer();
            case Event.LeaveRequested _ -> "is asked to leave";
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
                    + Numbers.count(round.steps(), "step");
            case Effect.AdoptCharter _ -> "prepares model and data for the charter";
            case Effect.ProvideSums _ -> "sums up its data";
            case Effect.FoundCharter found -> found.others().isEmpty()
                    ? "founds a run from its own data"
                    : "founds a run with the sums of " + found.others().stream()
                            .map(other -> other.peer().text()).collect(Collectors.joining(", "));
            case Effect.Checkpoint _ -> "keeps a checkpoint";
            case Effect.Report report -> of(report.fact());
            case Effect.Halt halt -> "stops: " + halt.sentence();
            case Effect.Left _ -> "has left";
        };
    }

    private static String of(Fact fact) {
        return switch (fact) {
            case Fact.Running running -> "takes part from round " + running.round();
            case Fact.RoundInstalled installed -> "round " + installed.round() + " is in the replica";
            case Fact.RoundDiscarded discarded -> "throws round " + discarded.round() + " away: "
                    + discarded.reason();
            case Fact.BlockMerged merged -> "merges block " + merged.block() + " of " + merged.peer();
            case Fact.ExchangeFinished finished -> "exchange " + finished.sequence() + " with " + finished.peer()
                    + " is finished";
            case Fact.ExchangeAbandoned abandoned -> "gives exchange " + abandoned.sequence() + " with "
                    + abandoned.peer() + " up: " + abandoned.reason();
            case Fact.PeerRefused refused -> refused.sentence();
            case Fact.PeerFaulted faulted -> "finds fault with " + faulted.peer() + ": " + faulted.what();
            case Fact.BlocksOrphaned orphaned -> Numbers.count(orphaned.blocks(), "block") + " with "
                    + orphaned.peer() + " stay half done";
            case Fact.TableFull full -> "starts nothing new with " + full.unfinishedBlocks() + " unfinished blocks";
        };
    }

    private static String of(Timer timer) {
        return switch (timer) {
            case Timer.RetryExchange retry -> "look after exchange " + retry.sequence() + " with " + retry.peer();
            case Timer.RemindInitiator remind -> "remind " + remind.peer() + " of exchange " + remind.sequence();
            case Timer.RetryEnrolment _ -> "look again for what it joins";
            case Timer.SendMore _ -> "send what waits";
            case Timer.LeaveAnyway _ -> "leave with what is unfinished";
        };
    }

    private String frame(byte[] bytes) {
        String size = " (" + Numbers.bytes(bytes.length) + ")";
        try {
            return of(frames.decode(bytes).message()) + size;
        } catch (MalformedFrameException e) {
            return "no message, " + e.getMessage() + size;
        }
    }

    /** What a message says, in so far as its contents matter to a reader. */
    private static String of(Message message) {
        return switch (message) {
            case Message.CharterRequest _ -> "which run is this?";
            case Message.CharterReply reply -> reply.charter().isEmpty()
                    ? "it looks for a run too"
                    : "its run's charter, " + Numbers.count(reply.rounds(), "round");
            case Message.SumsRequest _ -> "what are your sums?";
            case Message.SumsReply reply -> "its sums, " + Numbers.bytes(reply.sums().length);
            case Message.CopyRequest request -> "copy block " + request.block() + " to me";
            case Message.CopyReply reply -> "a copy of block " + reply.block();
            case Message.ClassSharesNotice _ -> "its class shares";
            case Message.Offer offer -> "offers exchange " + offer.sequence() + ", round " + offer.round();
            case Message.Accept accept -> "accepts exchange " + accept.sequence();
            case Message.Decline decline -> "declines exchange " + decline.sequence() + ", "
                    + decline.refusal().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + decline.sentence();
            case Message.BlockRequest request -> "values of block " + request.block() + " in "
                    + Numbers.count(request.grid().bits(), "bit") + of(request.openExchanges(), request);
            case Message.BlockRest rest -> "higher bits of block " + rest.block() + " up to "
                    + rest.grid().bits() + of(rest.openExchanges(), rest);
            case Message.BlockReply reply -> "difference in block " + reply.block()
                    + of(reply.openExchanges(), reply);
            case Message.BlockOutOfReach outOfReach -> "block " + outOfReach.block() + " is out of reach"
                    + of(outOfReach);
            case Message.BlockDone done -> "block " + done.block() + " is done" + of(done);
            case Message.BlockQuery query -> "what about block " + query.block() + "?" + of(query);
            case Message.BlockUnread unread -> "block " + unread.block() + " was not read" + of(unread);
            case Message.BlockReminder reminder -> "is block " + reminder.block() + " done?" + of(reminder);
            case Message.Leaving _ -> "it leaves";
        };
    }

    private static String of(int openExchanges, Message.ExchangeMessage message) {
        return ", step 1/" + (openExchanges + 1) + of(message);
    }

    private static String of(Message.ExchangeMessage message) {
        return ", exchange " + message.sequence();
    }

    private static String loss(double loss) {
        return String.format(Locale.ROOT, "%.4f", loss);
    }
}
