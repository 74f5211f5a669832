package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions for rows in files and on standard input. */
class PredictCommandTest {

    @TempDir
    Path folder;

    private CommandRun predict(String... words) {
        return CommandRun.alone(new PredictCommand(InputStream.nullInputStream()), words);
    }

    private CommandRun predictFromInput(String input, String... words) {
        return CommandRun.alone(
                new PredictCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))), words);
    }

    private Path persons() throws IOException {
        return TrainedFiles.train(folder, "csv:" + TrainedFiles.persons(folder), "mlp:16");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void rowsWithoutALabelInOtherColumnOrderArePredicted() throws IOException {
        Path run = persons();
        Path rows = file("new.csv", "note,colour,age\nx,red,70\ny,red,30\nz,blue,70\n");
        Path out = folder.resolve("out.csv");
        CommandRun done = predict("--model", run.resolve("model.safetensors").toString(), "--data", "csv:" + rows,
                "--out", out.toString());
        assertThat(done.code()).isZero();
        assertThat(done.out()).isEmpty();
        assertThat(done.errors()).isEqualTo("3 predictions are in " + out);
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).isEqualTo("prediction,probability of no,probability of yes");
        assertThat(lines.stream().skip(1).map(line -> line.split(",")[0])).containsExactly("yes", "no", "no");
        String[] cells = lines.get(1).split(",");
        assertThat(Double.parseDouble(cells[1]) + Double.parseDouble(cells[2])).isBetween(0.99999, 1.00001);
    }

    @Test
    void predictionsNeverTakeThePlaceOfWhatIsRead() throws IOException {
        Path run = persons();
        Path rows = file("new.csv", "age,colour\n70,red\n");
        Path model = run.resolve("model.safetensors");
        byte[] before = Files.readAllBytes(model);
        for (Path out : List.of(rows, model, run.resolve("../new.csv"))) {
            CommandRun done = predict("--model", run.toString(), "--data", "csv:" + rows, "--out", out.toString());
            assertThat(done.code()).isEqualTo(2);
            assertThat(done.errors())
                    .isEqualTo("out is " + out + ", which is read: allowed is a file of another name");
        }
        assertThat(rows).hasContent("age,colour\n70,red\n");
        assertThat(model).hasBinaryContent(before);
    }

    @Test
    void damagedModelIsRefused() throws IOException {
        Path run = persons();
        Path model = run.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(model);
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        for (int damaged : List.of(whole.length - 1, text.indexOf("mean") + 7, text.indexOf("red"))) {
            byte[] bytes = whole.clone();
            bytes[damaged] ^= 1;
            Files.write(model, bytes);
            CommandRun done = predictFromInput("age,colour\n70,red\n", "--model", run.toString());
            assertThat(done.code()).as("byte %s", damaged).isEqualTo(2);
            assertThat(done.errors()).contains(model + " is not a model that Grapevine can").hasLineCount(1);
        }
    }

    @Test
    void standardInputIsTheDefaultAndFoldersHaveModels() throws IOException {
        Path run = persons();
        String rows = "age,colour\n70,red\n";
        CommandRun absent = predictFromInput(rows, "--model", run.toString());
        CommandRun minus = predictFromInput(rows, "--model", run.toString(), "--data", "csv:-");
        assertThat(absent.errors()).isEmpty();
        assertThat(absent.out()).startsWith("prediction,").contains("\nyes,").hasLineCount(2).isEqualTo(minus.out());
    }

    @Test
    void absentColumnsAndUnknownTextsAreToldOnce() throws IOException {
        Path run = persons();
        CommandRun absent = predictFromInput("age,other\n70,1\n30,2\n", "--model", run.toString());
        assertThat(absent.code()).isZero();
        assertThat(absent.errors())
                .isEqualTo(
                        "standard input lacks the column colour: its value counts as missing in each row; columns that"
                                + " the model does not use: other");
        CommandRun unknown = predictFromInput("age,colour\n70,green\n30,red\n30,black\n", "--model", run.toString());
        assertThat(unknown.code()).isZero();
        assertThat(unknown.errors()).isEqualTo("Texts that the model has not learned count as missing: column 'colour' "
                + "in 2 cells (first 'green' in standard input line 2)");
        CommandRun none = predictFromInput("x,y\n1,2\n", "--model", run.toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.errors()).isEqualTo("standard input has the columns x, y and none that the model has learned: "
                + "allowed are age, colour");
    }

    @Test
    void rowThatCannotBeReadLeavesNothingBehind() throws IOException {
        Path run = persons();
        Path rows = file("new.csv", "age,colour\n70,red\nold,red\n");
        Path out = folder.resolve("out.csv");
        for (String[] words : List.of(
                new String[]{"--model", run.toString(), "--data", "csv:" + rows, "--out", out.toString()},
                new String[]{"--model", run.toString(), "--data", "csv:" + rows})) {
            CommandRun done = predict(words);
            assertThat(done.code()).isEqualTo(2);
            assertThat(done.out()).isEmpty();
            assertThat(done.errors()).isEqualTo(rows + " line 3: column 'age' has 'old': allowed in a numeric column "
                    + "are finite numbers, and NA, ? or an empty cell for a missing one");
        }
        assertThat(folder.resolve("out.csv")).doesNotExist();
        assertThat(folder.resolve("out.csv.unfinished")).doesNotExist();
    }

    @Test
    void fullDiskIsOneSentence() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path run = persons();
        Path out = folder.resolve("out.csv");
        Files.createSymbolicLink(folder.resolve("out.csv.unfinished"), full);
        CommandRun done = predictFromInput("age,colour\n" + "70,red\n".repeat(5000), "--model", run.toString(), "--out",
                out.toString());
        assertThat(done.code()).isEqualTo(2);
        assertThat(done.errors()).startsWith("The predictions cannot be written: No space left").hasLineCount(1);
    }

    @Test
    void mistakesAboutModelAndOutputAreOneSentence() throws IOException {
        Path run = persons();
        assertThat(predict("--model", folder.toString()).errors()).isEqualTo("The folder " + folder
                + " has no model.safetensors, which a run and a node write when they end: allowed are a model's file "
                + "and folders with one");
        assertThat(predict("--model", run.toString(), "--out", folder.toString()).errors())
                .isEqualTo("out is " + folder + ": allowed is a file in a writable folder");
        assertThat(predictFromInput("", "--model", run.toString()).errors())
                .isEqualTo("standard input is empty: allowed are csv files with at least one row");
        assertThat(predictFromInput("age,colour\n", "--model", run.toString()).code()).isEqualTo(2);
        assertThat(predict("--model", run.toString(), "--data", "digits").errors())
                .startsWith("Data 'digits' has images");
    }

    @Test
    void dataWithoutHeaderIsReadByItsOrder() throws IOException {
        String named = Files.readString(TrainedFiles.persons(folder));
        Path bare = file("bare.csv", named.substring(named.indexOf('\n') + 1));
        Path run = TrainedFiles.train(folder, "csv:" + bare, "mlp:16");
        CommandRun done = predictFromInput("70,red\n30,red\n", "--model", run.toString());
        assertThat(done.errors()).isEmpty();
        assertThat(done.out()).contains("\nyes,", "\nno,");
    }

    @Test
    void valuesAreInTheUnitsOfTheTarget() throws IOException {
        Path run = TrainedFiles.train(folder, "csv:" + TrainedFiles.prices(folder), "linear");
        CommandRun done = predictFromInput("size,rooms\n100,2\n", "--model", run.toString());
        assertThat(done.out()).startsWith("prediction\n");
        assertThat(Double.parseDouble(done.out().lines().toList().get(1))).isBetween(215_000.0, 225_000.0);
    }

    @Test
    void everyCharacterOfATextIsPredictedOnce() throws IOException {
        Path run = TrainedFiles.train(folder, "text:" + TrainedFiles.text(folder) + ",block=8", "gru:16");
        String text = "abcd\n".repeat(7) + "abc";
        CommandRun done = predictFromInput(text, "--model", run.toString(), "--data", "text:-");
        assertThat(done.errors()).isEmpty();
        String body = done.out();
        assertThat(body.lines().filter(line -> line.startsWith("b,"))).hasSize(8);
        assertThat(body.lines().filter(line -> line.startsWith("d,"))).hasSize(8);
    }

    @Test
    void imagesOfAFileWithoutLabelsArePredicted() throws IOException {
        Path run = TrainedFiles.train(folder, "digits", "softmax", "--batch", "8");
        byte[] images = new byte[16 + 2 * 28 * 28];
        ByteBuffer.wrap(images).putInt(0x803).putInt(2).putInt(28).putInt(28);
        Path idx = Files.write(folder.resolve("images"), images);
        CommandRun done = predict("--model", run.toString(), "--data", "idx:" + idx);
        assertThat(done.errors()).isEmpty();
        assertThat(done.out()).hasLineCount(3);
        assertThat(predict("--model", run.toString(), "--data", "digits").out()).hasLineCount(2001);
    }
}
