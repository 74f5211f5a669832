package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.run.SchemaFile;

/** Description of data before a run. */
class DataCommandTest {

    @TempDir
    Path folder;

    private String a;
    private String b;

    @BeforeEach
    void writeData() throws IOException {
        a = word("a.csv", "age,sex,label\n20,f,well\n30.5,m,ill\nNA,f,well\n50,f,well\n");
        b = word("b.csv", "age,sex,label\n80,m,ill\n90,x,ill\n");
    }

    private String word(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return "csv:" + file + ",test=" + file;
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.alone(new DataCommand(), arguments);
    }

    private void assertMistake(String sentence, String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains(sentence).hasLineCount(1);
    }

    @Test
    void dataCommandDescribesRowsClassesAndColumns() {
        CommandRun run = run(a);
        assertThat(run.errors()).isEmpty();
        assertThat(run.out().lines()).containsExactly(
                a + ": 4 training rows, 4 test rows; 5 features (table rows with 2 columns before the label 'label')",
                "To classify: the label 'label', 2 classes",
                "  class  training  test",
                "  ill           1     1",
                "  well          3     3",
                "  column  kind    missing  values",
                "  age     number        1  20 to 50, mean 33.50, scale 12.43",
                "  sex     text          0  f 3, m 1");
        assertThat(run("--data", a)).isEqualTo(run);
    }

    @Test
    void splitOptionShowsRowsOfEachNode() {
        CommandRun run = run(a, "--split", "stratified", "--nodes", "2", "--seed", "3");
        assertThat(run.out().lines().toList().subList(8, 12)).containsExactly(
                "  node  rows  ill  well",
                "  0        2    1     1",
                "  1        2    0     2",
                "Rows per node: 2 to 2");
        CommandRun digits = run("digits", "--split", "dirichlet:0.5", "--nodes", "3");
        assertThat(digits.out()).contains("digits: 10000 training rows, 2000 test rows", "Rows per node: ");
    }

    @Test
    void regressionTargetIsDescribed() throws IOException {
        CommandRun run = run(word("r.csv", "x,y\n1,0.5\n2,1.5\n3,2.5\n4,3.5\n"), "--split", "iid", "--nodes", "1");
        assertThat(run.out()).contains("To predict a number: the label 'y', mean 2, scale 1.118",
                "  node  rows  mean", "  0        4     2");
    }

    @Test
    void mergedSumsGiveCommonSchema() throws IOException {
        Path sumsOfA = folder.resolve("a.json");
        Path sumsOfB = folder.resolve("b.json");
        Path merged = folder.resolve("merged.json");
        Path both = folder.resolve("both.json");
        assertThat(run(a, "--sums", sumsOfA.toString()).out())
                .isEqualToIgnoringNewLines("Counts and sums of 4 training rows, without any row, are in " + sumsOfA);
        assertThat(run(b, "--sums", sumsOfB.toString()).code()).as("a single class is not a mistake here").isZero();
        CommandRun run = run("--merge", sumsOfA.toString(), sumsOfB.toString(), "--schema", merged.toString());
        assertThat(run.errors()).isEmpty();
        assertThat(run.out()).contains(sumsOfA + " + " + sumsOfB + ": 6 training rows", "  ill           3",
                "mean 54.10", "The schema is in " + merged);
        String together = "csv:" + folder.resolve("a.csv") + "+" + folder.resolve("b.csv") + ",test="
                + folder.resolve("a.csv");
        assertThat(run(together, "--schema", both.toString()).code()).isZero();
        assertThat(merged).hasSameTextualContentAs(both);
        assertThat(SchemaFile.read(merged)).isEqualTo(DataSource.parse(together).describe());
        run("--merge", sumsOfB.toString(), sumsOfA.toString(), "--schema", both.toString());
        assertThat(both).as("in another order").hasSameTextualContentAs(merged);
        assertThat(run("--merge", sumsOfA.toString(), "--sums", both.toString()).code()).isZero();
        assertThat(both).hasSameTextualContentAs(sumsOfA);
    }

    @Test
    void mergeTellsWhichFileChangesTheScalingMost() throws IOException {
        String[] files = new String[3];
        for (int file = 0; file < 3; file++) {
            files[file] = folder.resolve(file + ".json").toString();
            String rows = file < 2 ? "1,yes\n2,no\n3,yes\n" : "1e30,yes\n".repeat(400) + "2,no\n";
            run(word(file + ".csv", "x,y\n" + rows), "--sums", files[file]);
        }
        CommandRun run = run("--merge", files[0], files[1], files[2]);
        assertThat(run.errors()).isEmpty();
        assertThat(run.out()).contains(files[2] + " has ", " more than 10 times the median of all files",
                files[2] + " changes the scaling most, of column 'x': mean from 2 to ");
        assertMistake("sums is " + files[0] + ", which is read", "--merge", files[0], files[1], "--sums", files[0]);
        assertMistake("schema is " + folder.resolve("0.csv") + ", which is read", "csv:" + folder.resolve("0.csv"),
                "--schema", folder.resolve("0.csv").toString());
        assertThat(run("--merge", files[0]).out()).as("one file").doesNotContain("changes the scaling");
        assertMistake(files[1] + " is named twice: allowed is each file once", "--merge", files[0], files[1], files[1]);
    }

    @Test
    void mistakesAreReportedInOneSentence() throws IOException {
        assertMistake("data is not given: allowed is for example 'data csv:FILE'");
        assertMistake("data is given twice", a, "--data", a);
        assertMistake("split is given alone", a, "--split", "iid");
        assertMistake("nodes is given alone", a, "--nodes", "3");
        assertMistake("nodes is 0: allowed are 1 to 1000000", a, "--nodes", "0", "--split", "iid");
        assertMistake("Split 'some' is unknown", a, "--nodes", "2", "--split", "some");
        assertMistake("Data 'digits' has no sums to merge", "digits", "--sums", folder + "/d.json");
        assertMistake("merge takes files of sums instead of data", a, "--merge", "x");
        assertMistake("one class", b);
        String other = word("c.csv", "age,sex,label\nold,m,ill\n30,x,well\n");
        run(a, "--sums", folder + "/a.json");
        run(other, "--sums", folder + "/c.json");
        assertMistake(folder
                + "/c.json is not compatible with the files before it: column 'age' has numbers in one part and text "
                + "in another, such as 'old'; allowed are sums over data of the same kind", "--merge",
                folder + "/a.json",
                folder + "/c.json");
    }

    /** A sums file changed in any way is either read or reported as the user's mistake in one sentence. */
    @Test
    void alteredSumsFilesAreMistakes() throws IOException {
        Path file = folder.resolve("a.json");
        run(a, "--sums", file.toString());
        String honest = Files.readString(file);
        Files.writeString(file, honest.replace("\"count\" : 3", "\"count\" : 4"));
        assertMistake(file + ": This is not a file of sums: column 'age' has 1 missing cells and 4 others in 4 rows; "
                + "allowed is a file written by 'grapevine data --sums FILE'", "--merge", file.toString());
        RandomStream random = new RandomStream(7);
        Path other = folder.resolve("b.json");
        run(b, "--sums", other.toString());
        int mistakes = 0;
        for (int i = 0; i < 500; i++) {
            char[] changed = honest.toCharArray();
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = "0123456789eE-,\"".charAt(random.nextInt(15));
            }
            Files.writeString(file, new String(changed));
            CommandRun run = run("--merge", other.toString(), file.toString());
            assertThat(run.code()).as(run.errors()).isIn(0, 2);
            assertThat(run.errors()).hasLineCount(run.code() == 0 ? 0 : 1);
            mistakes += run.code() / 2;
        }
        assertThat(mistakes).isBetween(200, 499);
    }
}
