package dev.grapevine.consensus.averaging;

import dev.grapevine.consensus.averaging.Averaging.Replica;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.Differences;

/**
 * Each side rounds the other's values to four bits over the block's range and moves half way there: what one would do who
 * thinks of compression only. The mean drifts and the replicas never agree.
 */
public final class RoundedValuesExchange implements Averaging.Exchange {

    @Override
    public long between(Replica initiator, Replica responder, int block, int ditherSeed) {
        int[] ofInitiator = rounded(initiator.parameters(), block);
        int[] ofResponder = rounded(responder.parameters(), block);
        responder.parameters().addIncrements(block, halfWayTo(ofInitiator, responder.parameters(), block));
        initiator.parameters().addIncrements(block, halfWayTo(ofResponder, initiator.parameters(), block));
        // Half a byte a value and the step, in both directions.
        return 2L * (Integer.BYTES + (ofInitiator.length + 1) / 2);
    }

    private static int[] rounded(PublishedParameters parameters, int block) {
        int offset = parameters.blocks().offset(block);
        int[] values = new int[parameters.blocks().length(block)];
        System.arraycopy(parameters.units(), offset, values, 0, values.length);
        int step = Math.max(1, Differences.largest(values, values.length) / 8);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floorDiv(values[i] + step / 2, step) * step;
        }
        return values;
    }

    private static int[] halfWayTo(int[] target, PublishedParameters parameters, int block) {
        int offset = parameters.blocks().offset(block);
        int[] increments = new int[target.length];
        for (int i = 0; i < target.length; i++) {
            increments[i] = (target[i] - parameters.units()[offset + i]) / 2;
        }
        return increments;
    }
}
