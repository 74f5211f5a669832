package dev.grapevine.gossip.effect;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A hash of effects, equal for equal ones: arrays count by content. Names of classes are not part of it, so that a
 * class may be renamed and traces stay comparable.
 */
public final class EffectHash {

    private EffectHash() {}

    /** The hash of a list, in order. */
    public static long of(List<Effect> effects) {
        long hash = effects.size();
        for (int i = 0; i < effects.size(); i++) {
            hash = mix(hash, of(effects.get(i)));
        }
        return hash;
    }

    private static long of(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> mix(send.to().text().hashCode(), of(send.bytes()));
            case Effect.SetTimer timer -> mix(of(timer.timer()), timer.delay().toNanos());
            case Effect.StartRound round ->
                mix(mix(round.round(), round.steps() + (round.afresh() ? Integer.MIN_VALUE : 0)),
                        mix(round.seed(), of(round.start())));
            case Effect.AdoptCharter adopt -> adopt.charter().fingerprint();
            case Effect.FoundCharter found -> of(found);
            case Effect.ProvideSums _ -> 3;
            case Effect.StartMerge merge -> of(merge);
            case Effect.Persist persist -> mix(mix(persist.number(), of(persist.name())), of(persist.bytes()));
            case Effect.Checkpoint checkpoint -> of(checkpoint.snapshot());
            case Effect.Report report -> of(report.fact());
            case Effect.Halt halt -> mix(halt.cause() == Effect.Cause.SETTINGS ? 4 : 5, of(halt.sentence()));
            case Effect.Outlived outlived -> mix(6, outlived.incarnation());
            case Effect.ChangeRun change -> mix(7, change.charter().fingerprint());
            case Effect.Left _ -> 2;
        };
    }

    private static long of(Timer timer) {
        return switch (timer) {
            case Timer.OfConversation of -> mix(mix(1, of(of.key())), of.what());
            case Timer.SendMore _ -> 4;
            case Timer.GoOn _ -> 6;
            case Timer.HurryLeaving _ -> 5;
        };
    }

    private static long of(ConversationKey key) {
        return mix(mix(mix(key.kind(), of(key.initiator())), key.incarnation()), key.sequence());
    }

    private static long of(TransferId transfer) {
        return mix(of(transfer.conversation()), transfer.block());
    }

    private static long of(Fact fact) {
        return switch (fact) {
            case Fact.Debited debited -> mix(mix(mix(1, of(debited.peer())), of(debited.transfer())), debited.mass());
            case Fact.Credited credited -> mix(mix(mix(11, of(credited.peer())), of(credited.transfer())),
                    credited.mass());
            case Fact.Mixed mixed -> mix(mix(mix(12, of(mixed.peer())), mixed.block()), mixed.mass());
            case Fact.ExchangeFinished finished -> mix(mix(mix(2, of(finished.peer())), finished.sequence()),
                    finished.role() == Fact.Role.INITIATOR ? 1 : 0);
            case Fact.RoundInstalled installed -> mix(mix(mix(3, installed.round()), installed.steps()),
                    Double.doubleToLongBits(installed.loss()));
            case Fact.Running running -> mix(4, running.round());
            case Fact.RoundDiscarded discarded -> mix(mix(5, discarded.round()), of(discarded.reason()));
            case Fact.RoundSuspect suspect -> mix(mix(mix(13, suspect.round()), suspect.dropped() ? 1 : 0),
                    of(suspect.why()));
            case Fact.WentBack back -> mix(mix(15, back.round()), back.kept());
            case Fact.Clamped clamped -> mix(mix(14, clamped.values()), clamped.total());
            case Fact.ExchangeAbandoned abandoned -> mix(mix(mix(6, of(abandoned.peer())), abandoned.sequence()),
                    of(abandoned.reason()));
            case Fact.PeerRefused refused -> mix(mix(7, of(refused.peer())), of(refused.sentence()));
            case Fact.PeerFaulted faulted -> mix(mix(8, of(faulted.peer())), of(faulted.what()));
            case Fact.BlocksOrphaned orphaned -> mix(mix(mix(9, of(orphaned.peer())), orphaned.blocks()),
                    orphaned.mass());
            case Fact.TableFull full -> mix(10, full.reservedBlocks());
            case Fact.GivenUp givenUp -> mix(16, of(givenUp.sentence()));
            case Fact.LimitReached reached -> mix(mix(17, reached.limit().number()), of(reached.peer()));
        };
    }

    private static long of(PeerId peer) {
        return of(peer.text());
    }

    /**
     * The hash of numbers, by their bits; in four independent lanes, so that a processor need not wait for the last
     * result.
     */
    public static long of(float[] values) {
        int first = 1;
        int second = 2;
        int third = 3;
        int fourth = 4;
        int i = 0;
        for (; i + 4 <= values.length; i += 4) {
            first = 31 * first + Float.floatToRawIntBits(values[i]);
            second = 31 * second + Float.floatToRawIntBits(values[i + 1]);
            third = 31 * third + Float.floatToRawIntBits(values[i + 2]);
            fourth = 31 * fourth + Float.floatToRawIntBits(values[i + 3]);
        }
        for (; i < values.length; i++) {
            first = 31 * first + Float.floatToRawIntBits(values[i]);
        }
        return mix(mix(mix(mix(values.length, first), second), third), fourth);
    }

    private static long of(Effect.StartMerge merge) {
        long hash = mix(mix(merge.number(), of(merge.aggregator().name())), Arrays.hashCode(merge.own()));
        for (int[] other : merge.others()) {
            hash = mix(hash, Arrays.hashCode(other));
        }
        return hash;
    }

    private static long of(Effect.FoundCharter found) {
        long hash = 1;
        for (PeerSums peer : found.others()) {
            hash = mix(mix(hash, of(peer.peer().text())), of(peer.sums()));
        }
        return hash;
    }

    /** The hash of bytes. */
    public static long of(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return mix(bytes.length, checksum.getValue());
    }

    private static long of(String text) {
        return mix(text.length(), text.hashCode());
    }

    /** Adds a number to a hash. */
    public static long mix(long hash, long value) {
        long z = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 32)) * 0xBF58_476D_1CE4_E5B9L;
        return z ^ (z >>> 29);
    }
}
