package dev.grapevine.node.replica.data.source;

import java.util.List;

/**
 * Shapes of the ten digits as people write them, some in two or three variants. Coordinates are per cent of a box, x to
 * the right and y downwards.
 */
final class DigitGlyphs {

    /**
     * One stroke of the pen.
     *
     * @param curved whether the stroke is a smooth curve through the points or straight lines between them
     * @param points x and y alternating
     */
    record Stroke(boolean curved, int... points) {}

    /**
     * One variant of a digit.
     *
     * @param strokes at least one
     */
    record Shape(Stroke... strokes) {}

    private static final List<Shape> ZERO = List.of(
            new Shape(curve(52, 8, 29, 20, 20, 50, 29, 80, 50, 92, 71, 80, 80, 50, 70, 20, 48, 8)),
            new Shape(curve(66, 14, 44, 8, 27, 28, 22, 58, 32, 86, 52, 91, 70, 72, 76, 42, 66, 18, 46, 10)));

    private static final List<Shape> ONE = List.of(new Shape(line(50, 8, 50, 92)),
            new Shape(line(32, 28, 53, 8, 53, 92)),
            new Shape(line(34, 26, 50, 8, 50, 91),
                    line(30, 92, 72, 92)));

    private static final List<Shape> TWO = List.of(
            new Shape(curve(24, 28, 34, 12, 54, 8, 71, 22, 67, 42, 46, 66, 22, 90),
                    line(22, 90, 78, 90)),
            new Shape(curve(26, 24, 42, 9, 65, 13, 69, 34, 52, 62, 32, 86, 22, 84, 31, 74, 52, 84, 80, 88)));

    private static final List<Shape> THREE = List.of(new Shape(curve(26, 18, 48, 8, 69, 20, 64, 39, 44, 47),
            curve(44, 47, 69, 56, 74, 76, 52, 92, 24, 82)),
            new Shape(line(26, 10, 72, 10, 46, 42),
                    curve(46, 42, 71, 52, 74, 76, 52, 92, 25, 84)));

    private static final List<Shape> FOUR = List.of(new Shape(line(32, 8, 22, 58, 80, 58),
            line(65, 30, 62, 92)),
            new Shape(line(62, 92, 62, 8, 18, 64, 82, 64)),
            new Shape(curve(28, 10, 24, 34, 32, 51, 54, 52, 71, 42),
                    line(73, 10, 66, 92)));

    private static final List<Shape> FIVE = List.of(new Shape(line(73, 10, 35, 10, 31, 44),
            curve(31, 44, 52, 36, 74, 50, 72, 76, 50, 92, 24, 84)),
            new Shape(curve(75, 12, 44, 10, 31, 26, 38, 43, 62, 50, 73, 70, 55, 91, 25, 86)));

    private static final List<Shape> SIX = List.of(
            new Shape(curve(66, 8, 41, 26, 27, 54, 31, 82, 52, 92, 72, 78, 67, 58, 47, 53, 29, 68)),
            new Shape(curve(56, 6, 38, 38, 27, 68, 38, 90, 62, 90, 71, 70, 54, 57, 30, 70)));

    private static final List<Shape> SEVEN = List.of(new Shape(line(22, 12, 76, 12, 44, 92)),
            new Shape(line(22, 12, 76, 12, 44, 92),
                    line(36, 52, 70, 50)),
            new Shape(line(24, 25, 24, 12, 76, 12),
                    curve(76, 12, 58, 42, 48, 66, 46, 92)));

    private static final List<Shape> EIGHT = List.of(
            new Shape(curve(69, 20, 50, 8, 31, 20, 38, 38, 62, 56, 74, 76, 50, 92, 26, 76, 38, 57, 62, 40, 69, 20)),
            new Shape(curve(50, 8, 32, 18, 34, 38, 50, 46, 66, 38, 68, 18, 50, 8),
                    curve(50, 46, 28, 58, 26, 82, 50, 92, 74, 82, 72, 58, 50, 46)));

    private static final List<Shape> NINE = List.of(
            new Shape(curve(70, 28, 54, 10, 32, 18, 30, 40, 48, 52, 67, 41, 70, 26),
                    line(71, 14, 67, 92)),
            new Shape(curve(70, 30, 54, 9, 31, 18, 30, 42, 50, 51, 68, 38, 71, 20),
                    curve(71, 20, 72, 54, 62, 82, 34, 90)),
            new Shape(curve(64, 14, 42, 10, 30, 28, 40, 47, 60, 40, 66, 14, 62, 50, 46, 92)));

    /** Variants of each digit. */
    static final List<List<Shape>> SHAPES = List.of(ZERO, ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT, NINE);

    private DigitGlyphs() {}

    private static Stroke curve(int... points) {
        return new Stroke(true, points);
    }

    private static Stroke line(int... points) {
        return new Stroke(false, points);
    }
}
