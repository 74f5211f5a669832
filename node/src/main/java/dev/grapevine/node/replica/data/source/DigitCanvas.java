package dev.grapevine.node.replica.data.source;

import java.util.Arrays;

/** Square image on which a round, soft pen draws strokes. Not thread-safe. */
final class DigitCanvas {

    /** Height and width in pixels. */
    static final int EDGE = 28;

    /** Pixels at this squared distance or farther from every stroke stay white, whatever the pen. */
    private static final double FAR = 36;
    private static final int REACH_PIXELS = 4;

    private final double[] nearest = new double[EDGE * EDGE];
    private final double[] ink = new double[EDGE * EDGE];

    /** Erases all ink. */
    void clear() {
        Arrays.fill(ink, 0);
        Arrays.fill(nearest, FAR);
    }

    /** Moves the pen from one point to another, in pixels; {@link #ink} makes the line visible. */
    void segment(double fromX, double fromY, double toX, double toY) {
        double dx = toX - fromX;
        double dy = toY - fromY;
        double square = dx * dx + dy * dy;
        int left = Math.max(0, (int) Math.min(fromX, toX) - REACH_PIXELS);
        int right = Math.min(EDGE - 1, (int) Math.max(fromX, toX) + REACH_PIXELS);
        int top = Math.max(0, (int) Math.min(fromY, toY) - REACH_PIXELS);
        int bottom = Math.min(EDGE - 1, (int) Math.max(fromY, toY) + REACH_PIXELS);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double along = square == 0 ? 0 : ((x - fromX) * dx + (y - fromY) * dy) / square;
                double clamped = Math.max(0, Math.min(1, along));
                double offX = fromX + clamped * dx - x;
                double offY = fromY + clamped * dy - y;
                int pixel = y * EDGE + x;
                nearest[pixel] = Math.min(nearest[pixel], offX * offX + offY * offY);
            }
        }
    }

    /**
     * Draws the segments since the last call.
     *
     * @param radius   of the pen, in pixels
     * @param softness width of the ink's edge, in pixels
     * @param darkness of the ink, 0 to 1
     */
    void ink(double radius, double softness, double darkness) {
        for (int i = 0; i < ink.length; i++) {
            if (nearest[i] < FAR) {
                double depth = (radius - Math.sqrt(nearest[i])) / softness + 0.5;
                double edge = Math.max(0, Math.min(1, depth));
                ink[i] = Math.max(ink[i], darkness * edge * edge * (3 - 2 * edge));
                nearest[i] = FAR;
            }
        }
    }

    /** Darkness of a pixel, 0 to 1. */
    double darkness(int pixel) {
        return ink[pixel];
    }
}
