package dev.grapevine.testbed.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;

/** The files that the commands of pages speak of: tables, a play, and models of earlier runs. */
final class PageFiles {

    /** Commands that make the models, in the form of {@link CommandsOfPages}. */
    static final List<String> FIRST = List.of(
            "0\ttrain\t--data\tcsv:heart.csv\t--model\tmlp:8\t--stop\trounds=20\t--out\truns/heart",
            "0\ttrain\t--data\ttext:plays.txt\t--model\tgru:8\t--localSteps\t2\t--stop\trounds=2\t--out\truns/plays");

    private static final List<String> TABLES = List.of("heart", "known", "new", "more", "a", "b");
    private static final List<String> CHESTS = List.of("angina", "none", "other");
    private static final int ROWS = 200;
    private static final int SPEECHES = 60;

    private PageFiles() {}

    static void write(Path folder) throws IOException {
        for (int i = 0; i < TABLES.size(); i++) {
            Files.writeString(folder.resolve(TABLES.get(i) + ".csv"), table(new RandomStream(i)));
        }
        Files.writeString(folder.resolve("plays.txt"),
                "ROMEO:\nWhat light is that?\n\nJULIET:\nIt is the east, and this is the day.\n\n".repeat(SPEECHES));
    }

    private static String table(RandomStream random) {
        StringBuilder text = new StringBuilder("age,chest,pressure,disease\n");
        for (int row = 0; row < ROWS; row++) {
            int age = 30 + random.nextInt(45);
            String chest = CHESTS.get(random.nextInt(CHESTS.size()));
            int pressure = 100 + random.nextInt(80);
            double risk = (age - 52) / 10.0 + (pressure - 140) / 20.0 + (chest.equals("angina") ? 1 : -0.5);
            text.append(age).append(',').append(chest).append(',').append(pressure).append(',')
                    .append(risk > 0 ? "yes" : "no").append('\n');
        }
        return text.toString();
    }
}
