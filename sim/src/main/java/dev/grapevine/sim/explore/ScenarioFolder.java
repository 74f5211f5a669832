package dev.grapevine.sim.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioText;

/** Writes scenarios into a folder. Paths to data in the folder are relative, so that it can be moved. */
public final class ScenarioFolder {

    private final Path folder;

    /** Makes the folder if it is missing. */
    public ScenarioFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserMistakeException(folder + " cannot be made a folder: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a scenario.
     *
     * @param name     name of the file
     * @param comments lines above it
     */
    public Path write(String name, Scenario scenario, List<String> comments) {
        StringBuilder text = new StringBuilder();
        comments.stream().flatMap(String::lines).forEach(line -> text.append("# ").append(line).append('\n'));
        String data = scenario.options().text(TaskOptions.DATA).replace(folder + "/", "");
        text.append(ScenarioText.of(scenario.options().isGiven(TaskOptions.DATA)
                ? scenario.withOptions(scenario.options().with(TaskOptions.DATA, data))
                : scenario));
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UserMistakeException(folder.resolve(name) + " cannot be written: " + e.getMessage(), e);
        }
    }
}
