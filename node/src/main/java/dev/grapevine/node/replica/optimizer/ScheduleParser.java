package dev.grapevine.node.replica.optimizer;

/** Parser of schedules as users write them. */
public final class ScheduleParser {

    public static final String ALLOWED = "constant, step:EVERY,FACTOR, cosine:STEPS[,warmup=N][,final=FRACTION]";

    private static final long MAX_STEPS = 1_000_000_000_000L;

    private ScheduleParser() {}

    /**
     * Parses a schedule.
     *
     * @throws IllegalArgumentException if it is none of {@value #ALLOWED}
     */
    public static Schedule parse(String text) {
        String[] kindAndRest = text.split(":", 2);
        if (kindAndRest.length == 1) {
            if (text.strip().equals("constant")) {
                return new Schedule.Constant();
            }
            throw new IllegalArgumentException(text);
        }
        String[] parts = kindAndRest[1].split(",", -1);
        return switch (kindAndRest[0].strip()) {
            case "step" -> stairs(parts);
            case "cosine" -> cosine(parts);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Schedule stairs(String[] parts) {
        if (parts.length != 2) {
            throw new IllegalArgumentException(String.join(",", parts));
        }
        return new Schedule.StepDecay(steps(parts[0], 1), fraction(parts[1], true));
    }

    private static Schedule cosine(String[] parts) {
        long steps = steps(parts[0], 1);
        long warmup = 0;
        double end = 0;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            String value = pair.length < 2 ? "" : pair[1];
            switch (pair[0].strip()) {
                case "warmup" -> warmup = steps(value, 0);
                case "final" -> end = fraction(value, false);
                default -> throw new IllegalArgumentException(parts[i]);
            }
        }
        if (warmup >= steps) {
            throw new IllegalArgumentException(
                    "a warm-up of " + warmup + " steps is not shorter than all " + steps + " steps");
        }
        return new Schedule.Cosine(steps, warmup, end);
    }

    private static long steps(String text, long min) {
        long steps = Long.parseLong(text.strip());
        if (steps < min || steps > MAX_STEPS) {
            throw new IllegalArgumentException(text);
        }
        return steps;
    }

    private static double fraction(String text, boolean positive) {
        double fraction = Double.parseDouble(text.strip());
        if (!(fraction >= 0 && fraction <= 1) || positive && fraction == 0) {
            throw new IllegalArgumentException(text);
        }
        return fraction;
    }
}
