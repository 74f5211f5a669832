package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;

/** Small data files, and models trained on them by the command that users have. */
final class TrainedFiles {

    private TrainedFiles() {}

    /** Persons whose class follows from a number with a gap and a text. */
    static Path persons(Path folder) throws IOException {
        RandomStream random = new RandomStream(1);
        StringBuilder csv = new StringBuilder("age,colour,ill\n");
        for (int i = 0; i < 300; i++) {
            double age = 50 + 10 * random.nextGaussian();
            String colour = random.nextDouble() < 0.5 ? "red" : "blue";
            boolean ill = age > 50 == colour.equals("red");
            csv.append(i % 10 == 0 ? "NA" : String.valueOf((float) age)).append(',').append(colour).append(',')
                    .append(ill ? "yes" : "no").append('\n');
        }
        return Files.writeString(folder.resolve("persons.csv"), csv);
    }

    /** A number that follows from two others. */
    static Path prices(Path folder) throws IOException {
        RandomStream random = new RandomStream(2);
        StringBuilder csv = new StringBuilder("size,rooms,price\n");
        for (int i = 0; i < 300; i++) {
            double size = 100 + 20 * random.nextGaussian();
            int rooms = 1 + i % 4;
            csv.append((float) size).append(',').append(rooms).append(',')
                    .append((float) (2000 * size + 10_000 * rooms)).append('\n');
        }
        return Files.writeString(folder.resolve("prices.csv"), csv);
    }

    /** A text in which each character determines the next. */
    static Path text(Path folder) throws IOException {
        return Files.writeString(folder.resolve("text.txt"), "abcd\n".repeat(200));
    }

    /** Folder of a run that has trained for some rounds. */
    static Path train(Path folder, String data, String model, String... more) {
        Path out = folder.resolve("run");
        List<String> words = new ArrayList<>(List.of("--data", data, "--model", model, "--stop", "rounds=10",
                "--localSteps", "20", "--out", out.toString()));
        words.addAll(List.of(more));
        if (!words.contains("--learningRate")) {
            words.addAll(List.of("--learningRate", "0.1"));
        }
        CommandRun run = CommandRun.of(new TrainCommand(), words.toArray(String[]::new));
        assertThat(run.code()).as(run.errors()).isZero();
        return out;
    }
}
