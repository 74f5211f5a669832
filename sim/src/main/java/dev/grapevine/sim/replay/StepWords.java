package dev.grapevine.sim.replay;

import java.util.List;
import java.util.stream.Collectors;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.BlockNumbers;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;
import dev.grapevine.node.experiment.Quantities;

/** Events and effects in plain words. */
public final class StepWords {

    private StepWords() {}

    public static String of(Event event) {
        return switch (event) {
            case Event.Started _ -> "the node starts";
            case Event.MessageArrived message -> message.from() + " says " + frame(message.bytes());
            case Event.TimerFired fired -> "it is time to " + of(fired.timer());
            case Event.CharterAdopted adopted -> "model and data are ready, "
                    + adopted.plan().initialParameters().length + " parameters";
            case Event.SumsReady ready -> "the sums of its data are ready, "
                    + Quantities.showBytes(ready.sums().length);
            case Event.RoundFinished finished -> "round " + finished.result().round() + " is trained, "
                    + finished.result().steps() + " steps, loss " + finished.result().lastLoss();
            case Event.RoundFailed failed -> "round " + failed.round() + " failed: " + failed.reason();
            case Event.PeerJoined joined -> joined.peer() + " is there, life " + joined.incarnation();
            case Event.PeerSuspected suspected -> suspected.peer() + " is gone";
            case Event.LeaveRequested _ -> "the user wants it to leave";
            case Event.PauseRequested _ -> "the user wants it to pause";
            case Event.ResumeRequested _ -> "the user wants it to go on";
            case Event.CheckpointRequested _ -> "the user wants a checkpoint";
        };
    }

    public static String of(List<Effect> effects) {
        return effects.isEmpty()
                ? "nothing"
                : effects.stream().map(StepWords::of).collect(Collectors.joining("; "));
    }

    private static String of(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> "tells " + send.to() + " " + frame(send.bytes());
            case Effect.SetTimer timer -> "in " + Quantities.show(timer.delay()) + " will " + of(timer.timer());
            case Effect.StartRound round -> "trains round " + round.round() + ", " + round.steps() + " steps";
            case Effect.AdoptCharter _ -> "takes on the run's charter";
            case Effect.ProvideSums _ -> "sums up its data";
            case Effect.FoundCharter found -> "founds a run, with the sums of " + found.others().size() + " others";
            case Effect.Checkpoint checkpoint -> "keeps a checkpoint of "
                    + Quantities.showBytes(checkpoint.cut().length);
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
            case Fact.PeerFaulted faulted -> faulted.peer() + " sent nonsense: " + faulted.what();
            case Fact.BlocksOrphaned orphaned -> orphaned.blocks() + " blocks with " + orphaned.peer()
                    + " stay half done";
            case Fact.TableFull full -> "starts nothing new with " + full.unfinishedBlocks() + " unfinished blocks";
        };
    }

    private static String of(Timer timer) {
        return switch (timer) {
            case Timer.RetryExchange retry -> "ask " + retry.peer() + " again about exchange " + retry.sequence();
            case Timer.RemindInitiator remind -> "remind " + remind.peer() + " of exchange " + remind.sequence();
            case Timer.RetryEnrolment _ -> "look for a run again";
            case Timer.SendMore _ -> "send what waits";
            case Timer.LeaveAnyway _ -> "leave with what is unfinished";
        };
    }

    private static String frame(byte[] bytes) {
        String size = Quantities.showBytes(bytes.length);
        try {
            Message message = new FrameCodec(Math.max(bytes.length, ProtocolParameters.DEFAULT.frameBytesMax()))
                    .decode(bytes).message();
            return message.getClass().getSimpleName() + numbers(message) + ", " + size;
        } catch (MalformedFrameException e) {
            return "nonsense (" + e.getMessage() + "), " + size;
        }
    }

    private static String numbers(Message message) {
        int block = BlockNumbers.of(message);
        String about = block == BlockNumbers.NONE ? "" : " of block " + block;
        return message instanceof Message.ExchangeMessage exchange
                ? about + " in exchange " + exchange.sequence()
                : about;
    }
}
