package dev.grapevine.gossip.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.gossip.room.Rooms;

/**
 * A file of commands and their results: comments in front, then scenes. A scene is some commands, a line of four
 * dashes, and the resulting lines; an empty line ends it.
 */
record Transcript(List<String> comments, List<Scene> scenes) {

    private static final String DASHES = "----";

    /** Some commands and their results. */
    record Scene(List<String> commands, List<String> output) {}

    static Transcript read(Path file) {
        List<String> comments = new ArrayList<>();
        List<Scene> scenes = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<String> output = new ArrayList<>();
        boolean inOutput = false;
        for (String line : lines(file)) {
            if (line.isEmpty()) {
                if (!commands.isEmpty()) {
                    scenes.add(new Scene(List.copyOf(commands), List.copyOf(output)));
                }
                commands.clear();
                output.clear();
                inOutput = false;
            } else if (scenes.isEmpty() && commands.isEmpty() && line.startsWith("#")) {
                comments.add(line);
            } else if (line.equals(DASHES)) {
                inOutput = true;
            } else {
                (inOutput ? output : commands).add(line);
            }
        }
        if (!commands.isEmpty()) {
            scenes.add(new Scene(List.copyOf(commands), List.copyOf(output)));
        }
        return new Transcript(comments, scenes);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same commands with their present results. */
    Transcript performed(Rooms rooms) {
        Stage stage = new Stage(rooms);
        List<Scene> now = new ArrayList<>();
        for (Scene scene : scenes) {
            List<String> output = new ArrayList<>();
            scene.commands.forEach(command -> output.addAll(stage.perform(command)));
            now.add(new Scene(scene.commands, output));
        }
        return new Transcript(comments, now);
    }

    /** The text of the file. */
    String text() {
        StringBuilder text = new StringBuilder();
        comments.forEach(comment -> text.append(comment).append('\n'));
        for (Scene scene : scenes) {
            text.append('\n');
            scene.commands.forEach(command -> text.append(command).append('\n'));
            if (!scene.output.isEmpty()) {
                text.append(DASHES).append('\n');
                scene.output.forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }
}
