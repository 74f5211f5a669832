package dev.grapevine.node.device;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.grapevine.node.words.UserMistakeException;

/**
 * The conditions under which a node pauses for the sake of its device: {@code battery<20%}, {@code temperature>80C} and
 * {@code command=/path}, with commas between them; one that holds is enough. A condition that holds goes on holding until
 * the value is past the limit by a margin, so that a node does not start and stop all the time. Not thread-safe.
 */
public final class PauseConditions {

    private static final String ALLOWED = ": allowed are battery<PERCENT%, temperature>DEGREESC and command=/PATH of an"
            + " executable file, with commas between them";
    private static final Pattern BATTERY = Pattern.compile("battery<(\\d{1,3})%");
    private static final Pattern TEMPERATURE = Pattern.compile("temperature>(-?\\d{1,3})C");
    private static final String COMMAND = "command=";
    private static final double BATTERY_MARGIN = 5;
    private static final double TEMPERATURE_MARGIN = 5;
    private static final int FULL = 100;

    private sealed interface Condition {

        /** The reason why it holds; empty if it does not, or cannot be judged. */
        Optional<String> holds(DeviceState device, boolean held);

        /** Whether it can be judged here. */
        boolean isKnown(DeviceState device);
    }

    private record Battery(int percent) implements Condition {

        @Override
        public Optional<String> holds(DeviceState device, boolean held) {
            OptionalDouble charge = device.battery();
            return charge.isPresent() && charge.getAsDouble() < percent + (held ? BATTERY_MARGIN : 0)
                    ? Optional.of("the battery is at " + Math.round(charge.getAsDouble()) + " %")
                    : Optional.empty();
        }

        @Override
        public boolean isKnown(DeviceState device) {
            return device.battery().isPresent();
        }

        @Override
        public String toString() {
            return "battery<" + percent + "%";
        }
    }

    private record Temperature(int celsius) implements Condition {

        @Override
        public Optional<String> holds(DeviceState device, boolean held) {
            OptionalDouble heat = device.temperature();
            return heat.isPresent() && heat.getAsDouble() > celsius - (held ? TEMPERATURE_MARGIN : 0)
                    ? Optional.of("the device has " + Math.round(heat.getAsDouble()) + " °C")
                    : Optional.empty();
        }

        @Override
        public boolean isKnown(DeviceState device) {
            return device.temperature().isPresent();
        }

        @Override
        public String toString() {
            return "temperature>" + celsius + "C";
        }
    }

    private record Command(Path path) implements Condition {

        @Override
        public Optional<String> holds(DeviceState device, boolean held) {
            return device.succeeds(path) ? Optional.of(path + " says so") : Optional.empty();
        }

        @Override
        public boolean isKnown(DeviceState device) {
            return true;
        }

        @Override
        public String toString() {
            return COMMAND + path;
        }
    }

    private final List<Condition> conditions;
    private boolean held;

    private PauseConditions(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /**
     * Reads conditions as users write them.
     *
     * @throws UserMistakeException if a condition is none, or its command cannot be run
     */
    public static PauseConditions parse(String text) {
        List<Condition> conditions = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            conditions.add(condition(part.strip()));
        }
        return new PauseConditions(conditions);
    }

    private static Condition condition(String text) {
        Matcher battery = BATTERY.matcher(text);
        if (battery.matches() && Integer.parseInt(battery.group(1)) <= FULL) {
            return new Battery(Integer.parseInt(battery.group(1)));
        }
        Matcher temperature = TEMPERATURE.matcher(text);
        if (temperature.matches()) {
            return new Temperature(Integer.parseInt(temperature.group(1)));
        }
        if (text.startsWith(COMMAND)) {
            Path path = Path.of(text.substring(COMMAND.length()));
            if (path.isAbsolute() && Files.isExecutable(path) && !Files.isDirectory(path)) {
                return new Command(path);
            }
        }
        throw new UserMistakeException("pause-on has '" + text + "'" + ALLOWED);
    }

    /** The conditions that cannot be judged on this device, as users write them: they never hold. */
    public List<String> unknown(DeviceState device) {
        return conditions.stream().filter(condition -> !condition.isKnown(device)).map(Condition::toString).toList();
    }

    /** The reason why the node has to pause now; empty if it may go on. */
    public Optional<String> reason(DeviceState device) {
        Optional<String> reason = conditions.stream()
                .flatMap(condition -> condition.holds(device, held).stream()).findFirst();
        held = reason.isPresent();
        return reason;
    }
}
