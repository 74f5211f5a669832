package dev.grapevine.node.run;

import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.run.SharedSums.Founded;

/** Sums that nodes share before there is a run, and the run that its founder makes from them. */
class SharedSumsTest {

    @TempDir
    Path folder;

    /** All rows are for training; the test file repeats them. */
    private String csv(String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name + ".csv"), text);
            return "csv:" + file + ",test=" + file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SharedSums of(String data) {
        return SharedSums.of(RunOptions.of(Map.of("data", data)));
    }

    private static PeerSums told(String peer, String data) {
        return new PeerSums(new PeerId(peer), of(data).toBytes());
    }

    private static PeerSums told(String peer, byte[] bytes) {
        return new PeerSums(new PeerId(peer), bytes);
    }

    private String own() {
        return csv("own", "age,sex,ill\n20,f,no\n30,f,yes\n");
    }

    private String other() {
        return csv("other", "age,sex,ill\n80,m,maybe\n90,?,yes\n");
    }

    @Test
    void schemaCoversAllRows() {
        Founded founded = of(own()).found(List.of(told("b", other())));
        Schema union = DataSource.parse(csv("union", "age,sex,ill\n20,f,no\n30,f,yes\n80,m,maybe\n90,?,yes\n"))
                .describe();
        assertThat(founded.setup().schema()).isEqualTo(union);
        assertThat(founded.leftOut()).isEmpty();
        assertThat(of(own()).found(List.of()).setup().charter().terms())
                .isEqualTo(RunSetup.found(RunOptions.of(Map.of("data", own()))).charter().terms());
    }

    @Test
    void singleClassFoundsRunWithOthers() {
        SharedSums healthy = of(csv("healthy", "x,y\n1,no\n2,no\n"));
        assertMistakeAbout(() -> healthy.found(List.of()), "healthy.csv", "one class", "'no'");
        PeerSums same = told("b", csv("b", "x,y\n3,no\n"));
        PeerSums ill = told("c", csv("c", "x,y\n1,yes\n"));
        assertMistakeAbout(() -> healthy.found(List.of(same)), "healthy.csv", "together with that of b", "one class");
        assertThat(healthy.found(List.of(same, ill)).setup().schema().classes()).containsExactly("no", "yes");
    }

    @Test
    void incompatibleSumsAreLeftOutWithReason() {
        Schema expected = of(own()).found(List.of(told("b", other()))).setup().schema();
        List<PeerSums> others = new ArrayList<>();
        others.add(told("a1", csv("columns", "age,weight,ill\n1,2,yes\n")));
        others.add(told("a2", csv("label", "age,sex,fever\n1,f,yes\n")));
        others.add(told("a3", csv("text", "age,sex,ill\n7,f,yes\nold,f,yes\n")));
        others.add(told("a4", csv("quantity", "age,sex,ill\n1,f,0.5\n2,f,1.25\n")));
        others.add(told("a5", new byte[]{1, 2, 3}));
        others.add(told("b", other()));
        Founded founded = of(own()).found(others);
        assertThat(founded.setup().schema()).isEqualTo(expected);
        assertThat(founded.leftOut()).satisfiesExactly(
                sentence -> assertThat(sentence).isEqualTo(
                        "The data sums of a1 are left out: only one part has the column 'sex'"),
                sentence -> assertThat(sentence).contains(" a2 ").contains("'fever'"),
                sentence -> assertThat(sentence).contains(" a3 ").contains("'old'"),
                sentence -> assertThat(sentence).contains(" a4 ").contains("quantity"),
                sentence -> assertThat(sentence).contains(" a5 ").contains("not a file of sums"));
    }

    @Test
    void sumsThatPreventSchemaAreLeftOut() {
        StringBuilder texts = new StringBuilder("age,sex,ill\n");
        IntStream.range(0, 1998).forEach(i -> texts.append("1,x").append(i / 2).append(",yes\n"));
        StringBuilder moreTexts = new StringBuilder("age,sex,ill\n");
        IntStream.range(0, 2000).forEach(i -> moreTexts.append("1,y").append(i / 2).append(",yes\n"));
        Founded founded = of(own())
                .found(List.of(told("b", csv("b", texts.toString())), told("c", csv("c", moreTexts.toString()))));
        assertThat(founded.leftOut()).singleElement().asString().contains(" c ").contains("2000 different");
    }

    /** A peer's invented texts must not use up the room for those of others. */
    @Test
    void peerWithTooManyTextsIsLeftOut() {
        StringBuilder texts = new StringBuilder("age,sex,ill\n");
        IntStream.range(0, 1998).forEach(i -> texts.append("1,x").append(i / 2).append(",yes\n"));
        StringBuilder classes = new StringBuilder("age,sex,ill\n");
        IntStream.range(0, 60).forEach(i -> classes.append("1,f,x").append(i).append("\n"));
        Founded founded = of(own()).found(List.of(told("b", csv("b", texts.toString())), told("c", other()),
                told("d", csv("d", "age,sex,ill\n1,x,perhaps\n")), told("e", csv("e", classes.toString()))));
        assertThat(founded.leftOut()).satisfiesExactly(
                sentence -> assertThat(sentence).isEqualTo("The data sums of b are left out: column 'sex' has 999"
                        + " different values: allowed beside those of the other nodes are 50"),
                sentence -> assertThat(sentence).contains(" e ").contains("the label has 60 different"));
        assertThat(founded.setup().schema()).isEqualTo(of(own())
                .found(List.of(told("c", other()), told("d", csv("d", "age,sex,ill\n1,x,perhaps\n")))).setup()
                .schema());
    }

    /** Holds also if the founder's column is empty. */
    @Test
    void singlePeerDoesNotFillEmptyColumn() {
        StringBuilder texts = new StringBuilder("age,sex,ill\n");
        IntStream.range(0, 1998).forEach(i -> texts.append("1,x").append(i / 2).append(",yes\n"));
        SharedSums own = of(csv("empty", "age,sex,ill\n20,?,no\n30,?,yes\n"));
        Founded founded = own.found(List.of(told("b", csv("b", texts.toString())), told("c", other())));
        assertThat(founded.leftOut()).singleElement().asString().contains(" b ").contains("999 different");
    }

    /** If no user chose the task, one node among several does not decide it. */
    @Test
    void singlePeerDoesNotTurnClassesIntoRegression() {
        StringBuilder many = new StringBuilder("x,y\n");
        IntStream.range(0, 51).forEach(i -> many.append("1,").append(i).append("\n"));
        SharedSums own = of(csv("mine", "x,y\n1,0\n2,1\n"));
        PeerSums alike = told("c", csv("alike", "x,y\n1,0\n2,2\n"));
        for (String lie : List.of("x,y\n1,0.5\n", many.toString())) {
            PeerSums lies = told("b", csv("lies", lie));
            Founded founded = own.found(List.of(lies, alike));
            assertThat(founded.setup().schema().classes()).containsExactly("0", "1", "2");
            assertThat(founded.leftOut()).singleElement().asString().contains(" b ")
                    .contains("the option task decides");
            // With two nodes there is no majority.
            assertThat(own.found(List.of(lies)).setup().schema().task()).isEqualTo(Task.REGRESS);
        }
    }

    @Test
    void givenSchemaIsUsedAndSumsStayPrivate() throws IOException {
        Path file = folder.resolve("schema.json");
        Schema given = DataSource.parse(own()).describe();
        SchemaFile.write(file, given);
        SharedSums sums = SharedSums.of(RunOptions.of(Map.of("data", other(), "schema", file.toString())));
        assertThat(sums.toBytes()).isEmpty();
        assertThat(sums.found(List.of()).setup().schema()).isEqualTo(given);
    }

    @Test
    void dataWithoutSumsFoundRunAlone() {
        assertThat(of("digits").toBytes()).isEmpty();
        assertThat(of("digits").found(List.of()).setup().schema()).isEqualTo(DataSource.parse("digits").describe());
    }

    @Test
    void partsOfDataSetShareItsSchema() {
        StringBuilder text = new StringBuilder("x,y\n");
        RandomStream random = new RandomStream(3);
        for (int row = 0; row < 100; row++) {
            text.append(random.nextGaussian()).append(row % 3 == 0 ? ",a\n" : ",b\n");
        }
        String data = csv("whole", text.toString());
        Schema whole = DataSource.parse(data).describe();
        for (int nodes = 2; nodes <= 7; nodes++) {
            List<PeerSums> others = IntStream.range(1, nodes).mapToObj(i -> told("n" + i, data)).toList();
            assertThat(of(data).found(others).setup().schema()).isEqualTo(whole);
        }
    }

    @Test
    void sumsContainNoRows() {
        String told = new String(told("b", csv("told", "x,y\n12345.5,no\n-3,yes\n")).sums(), StandardCharsets.UTF_8);
        assertThat(told).doesNotContain("12345.5").contains("12342.5").hasLineCount(1);
    }

    @Test
    void hostileBytesAreLeftOut() {
        byte[] honest = of(other()).toBytes();
        SharedSums founder = of(own());
        Schema alone = founder.found(List.of()).setup().schema();
        RandomStream random = new RandomStream(11);
        int leftOut = 0;
        for (int i = 0; i < 3000; i++) {
            Founded founded = founder.found(List.of(told("eve", hostile(honest, random))));
            leftOut += founded.leftOut().size();
            if (!founded.leftOut().isEmpty()) {
                assertThat(founded.setup().schema()).isEqualTo(alone);
                assertThat(founded.leftOut().getFirst()).hasSizeLessThan(300).matches("\\P{Cntrl}*");
            }
        }
        assertThat(leftOut).as("most, but not all, so that code after parsing is tested as well")
                .isBetween(1000, 2990);
    }

    @Test
    void overflowingSumsAreLeftOut() {
        String honest = new String(of(other()).toBytes(), StandardCharsets.UTF_8);
        assertThat(DataSums.fromBytes(honest.getBytes(StandardCharsets.UTF_8)).toBytes()).asString()
                .isEqualTo(honest);
        for (String huge : List.of(honest.replace("\"rows\":2", "\"rows\":" + Long.MAX_VALUE),
                honest.replace("\"sum\":[170.0]", "\"sum\":[1.7e308,1.7e308]"),
                honest.replace("\"sum\":[170.0]", "\"sum\":[1e999]"), "[".repeat(1 << 19), "{\"kind\":".repeat(100_000),
                honest.replace("\"sum\":[170.0]", "\"sum\":[null]"), honest.replace("table", "sparse"), "null", "")) {
            assertThat(huge).isNotEqualTo(honest);
            Founded founded = of(own()).found(List.of(told("eve", huge.getBytes(StandardCharsets.UTF_8))));
            assertThat(founded.leftOut()).as(huge.substring(0, Math.min(huge.length(), 300))).hasSize(1);
        }
    }

    private static byte[] hostile(byte[] honest, RandomStream random) {
        byte[] bytes = honest.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            // Mostly digits, so that some of it can still be parsed.
            bytes[at] = (byte) (random.nextInt(2) == 0 ? '0' + random.nextInt(10) : random.nextInt(256));
        }
        return bytes;
    }
}
