package dev.grapevine.node.replica.data.source;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Draws images of handwritten digits: the strokes of a glyph, randomly deformed, rotated, scaled and shifted, on noisy
 * paper, sometimes with a stray stroke. It depends on a seed only and uses plain arithmetic and square roots only, so
 * that every machine draws the same images. Not thread-safe.
 */
final class DigitsGenerator {

    private static final int SPLINE_STEPS = 5;

    private final DigitCanvas canvas = new DigitCanvas();
    private final RandomStream random;
    /** Quadratic map of glyph coordinates from -1 to 1 to pixels: coefficients of 1, x, y, x², xy and y². */
    private final double[] toX = new double[6];
    private final double[] toY = new double[6];

    DigitsGenerator(RandomStream random) {
        this.random = random;
    }

    /**
     * Draws one image.
     *
     * @param pixels receives its grey values, 0 for paper
     * @param offset index of the first
     */
    void draw(int digit, byte[] pixels, int offset) {
        canvas.clear();
        List<DigitGlyphs.Shape> shapes = DigitGlyphs.SHAPES.get(digit);
        pose();
        for (DigitGlyphs.Stroke stroke : shapes.get(random.nextInt(shapes.size())).strokes()) {
            move(stroke);
        }
        canvas.ink(between(0.7, 1.7), between(1, 2.2), between(0.65, 1));
        if (random.nextBoolean(0.25)) {
            distract();
        }
        double noise = between(0, 40);
        for (int i = 0; i < DigitCanvas.EDGE * DigitCanvas.EDGE; i++) {
            double grey = 255 * canvas.darkness(i) + noise * (random.nextDouble() - 0.5) * 2;
            pixels[offset + i] = (byte) Math.max(0, Math.min(255, (int) grey));
        }
    }

    private void pose() {
        double turn = between(-0.25, 0.25);
        // A rotation by 2 · arctan(turn / 2), without trigonometry.
        double half = turn / 2;
        double cosine = (1 - half * half) / (1 + half * half);
        double sine = 2 * half / (1 + half * half);
        double slant = between(-0.35, 0.35);
        double width = between(6.5, 10);
        double height = between(8, 11);
        double middle = (DigitCanvas.EDGE - 1) / 2.0;
        double[] x = {0, width, width * slant, between(-1, 1), between(-1.2, 1.2), between(-1.2, 1.2)};
        double[] y = {0, 0, height, between(-1, 1), between(-1.2, 1.2), between(-1, 1)};
        for (int i = 0; i < toX.length; i++) {
            toX[i] = cosine * x[i] - sine * y[i];
            toY[i] = sine * x[i] + cosine * y[i];
        }
        toX[0] = middle + between(-2.2, 2.2);
        toY[0] = middle + between(-2.2, 2.2);
    }

    private void move(DigitGlyphs.Stroke stroke) {
        int count = stroke.points().length / 2;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            double u = stroke.points()[2 * i] / 50.0 - 1 + between(-0.08, 0.08);
            double v = stroke.points()[2 * i + 1] / 50.0 - 1 + between(-0.08, 0.08);
            x[i] = posed(toX, u, v);
            y[i] = posed(toY, u, v);
        }
        for (int i = 0; i + 1 < count; i++) {
            double fromX = x[i];
            double fromY = y[i];
            int steps = stroke.curved() ? SPLINE_STEPS : 1;
            for (int step = 1; step <= steps; step++) {
                double t = (double) step / steps;
                double nextX = stroke.curved() ? spline(x, i, t) : x[i + 1];
                double nextY = stroke.curved() ? spline(y, i, t) : y[i + 1];
                canvas.segment(fromX, fromY, nextX, nextY);
                fromX = nextX;
                fromY = nextY;
            }
        }
    }

    private static double posed(double[] map, double u, double v) {
        return map[0] + map[1] * u + map[2] * v + map[3] * u * u + map[4] * u * v + map[5] * v * v;
    }

    /** Point on a Catmull-Rom spline between two control points (E. Catmull, R. Rom, 1974). */
    private static double spline(double[] values, int i, double t) {
        double before = values[Math.max(0, i - 1)];
        double from = values[i];
        double to = values[i + 1];
        double after = values[Math.min(values.length - 1, i + 2)];
        return from + 0.5 * t * (to - before + t * (2 * before - 5 * from + 4 * to - after
                + t * (3 * (from - to) + after - before)));
    }

    private void distract() {
        double x = between(0, DigitCanvas.EDGE);
        double y = between(0, DigitCanvas.EDGE);
        canvas.segment(x, y, x + between(-7, 7), y + between(-7, 7));
        canvas.ink(between(0.4, 1), 1.2, between(0.3, 0.8));
    }

    private double between(double min, double max) {
        return min + (max - min) * random.nextDouble();
    }
}
