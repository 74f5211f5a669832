package dev.grapevine.node.replica.data.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.replica.data.Mistakes;
import dev.grapevine.node.replica.data.Samples;
import dev.grapevine.node.replica.data.source.DataSource;

/** Owners of data agree on a schema without showing rows. */
class DataSumsTest {

    @TempDir
    Path folder;

    private Path csv(String name, String... lines) {
        return Samples.write(folder, name, lines);
    }

    private static DataSums sums(String word) {
        return DataSource.parse(word).profile().orElseThrow().sums();
    }

    private DataSums tableWith(String name, String options, String... lines) {
        return sums("csv:" + csv(name, lines) + ",test=" + folder.resolve(name) + options);
    }

    private DataSums table(String name, String... lines) {
        return tableWith(name, "", lines);
    }

    @Test
    void twoHospitalsShareOneScaling() {
        DataSums first = table("a.csv", "age,sex,ill", "20,f,0", "30,f,1");
        DataSums second = table("b.csv", "age,sex,ill", "80,m,2", "90,?,1");
        Schema schema = first.plus(second).schema("both");
        assertThat(schema.classes()).containsExactly("0", "1", "2");
        assertThat(schema.encoding()).isInstanceOfSatisfying(RowEncoding.Table.class, table -> {
            assertThat(table.columns().get(1)).isEqualTo(new Column.Categorical("sex", List.of("f", "m")));
            assertThat(table.columns().getFirst()).isInstanceOfSatisfying(Column.Numeric.class, age -> {
                assertThat(age.scaling().mean()).isEqualTo(55);
                assertThat(age.scaling().scale()).isCloseTo(30.4138, within(1e-4));
            });
        });
        assertThat(first.plus(second).rows()).isEqualTo(4);
    }

    @Test
    void schemaOfFilesEqualsSchemaOfTheirSums() {
        String[] head = {"x,y,label", "0.1,1,a"};
        Path a = csv("a.csv", head[0], "0.1,1,a", "0.2,NA,b", "0.7,3,a", "1e9,4,a", "5,5,b");
        Path b = csv("b.csv", "y,label,x", "7,b,1e-9", "8,c,0.3", "9,b,3");
        Path test = csv("t.csv", head);
        Schema together = DataSource.parse("csv:" + a + "+" + b + ",label=label,test=" + test).describe();
        DataSums merged = sums("csv:" + a + ",label=label,test=" + test)
                .plus(sums("csv:" + b + ",label=label,test=" + test));
        assertThat(merged.schema("merged").toJson()).isEqualTo(together.toJson());
    }

    @Test
    void singleClassHasSumsButNoSchema() {
        DataSums healthy = table("a.csv", "x,y", "1,no", "2,no");
        Mistakes.assertMistake(() -> healthy.schema("a.csv"), "a.csv", "one class", "'no'");
        assertThat(healthy.plus(table("b.csv", "x,y", "1,yes")).schema("both").classes()).containsExactly("no", "yes");
    }

    @Test
    void quantityInOnePartMakesLabelsQuantity() {
        DataSums whole = table("a.csv", "x,y", "1,3", "2,4");
        DataSums broken = table("b.csv", "x,y", "1,3.5", "2,4");
        assertThat(whole.plus(broken).schema("both").task()).isEqualTo(Task.REGRESS);
        assertThat(whole.schema("a").task()).isEqualTo(Task.CLASSIFY);
        assertThat(broken.toJson()).as("labels that are not classes stay private").doesNotContain("3.5");
    }

    @Test
    void incompatibleSumsAreRejectedWithReason() {
        DataSums numbers = table("a.csv", "x,y", "1,a", "2,b");
        assertNoSum(numbers, table("b.csv", "x,y", "old,a", "2,b"),
                "column 'x' has numbers in one part and text in another, "
                        + "such as 'old'");
        assertNoSum(numbers, table("b.csv", "x,z", "1,a"), "the label is 'y' in one part and 'z' in another");
        assertNoSum(numbers, table("b.csv", "v,y", "1,a"), "only one part has the column 'x'");
        assertNoSum(numbers, table("b.csv", "x,w,y", "1,2,a"), "only one part has the column 'w'");
        assertNoSum(numbers, table("b.csv", "x,y", "1,0.5"),
                "the labels are a quantity in one part and classes in another");
        assertNoSum(tableWith("a.csv", ",task=classify", "x,y", "1,2"),
                tableWith("b.csv", ",task=regress", "x,y", "1,2"),
                "one part has the option task=classify and another task=regress");
        Path sparse = Samples.write(folder, "s.svm", "0 1:2", "1 3:1");
        assertNoSum(numbers, sums("libsvm:" + sparse + ",test=" + sparse),
                "one part is a table, another sparse rows or images");
    }

    private static void assertNoSum(DataSums some, DataSums others, String clause) {
        assertThatIllegalArgumentException().isThrownBy(() -> some.plus(others)).withMessage(clause);
    }

    @Test
    void sparseSumsKeepHighestIndex() {
        Path a = Samples.write(folder, "a.svm", "0 1:2", "1 3:1");
        Path b = Samples.write(folder, "b.svm", "2 7:2");
        DataSums total = sums("libsvm:" + a + ",test=" + a).plus(sums("libsvm:" + b + ",test=" + b));
        assertThat(total.schema("both")).isEqualTo(
                new Schema(Task.CLASSIFY, new RowEncoding.Plain(7), List.of("0", "1", "2"), Scaling.NONE));
    }

    @Test
    void imageScalingCoversAllPixels() {
        byte[] some = {0, 10, (byte) 255, 3};
        byte[] others = {7, (byte) 200};
        ImageShape shape = new ImageShape(1, 1, 2);
        DataSums total = new DataSums.Pixels(2, shape, GreyValues.greys(some), List.of(2L))
                .plus(new DataSums.Pixels(1, shape, GreyValues.greys(others), List.of(0L, 0L, 1L)));
        assertThat(total.schema("both").encoding()).isEqualTo(
                new RowEncoding.Pixels(shape, GreyValues.fit(new byte[]{0, 10, (byte) 255, 3, 7, (byte) 200})));
        assertThat(total.schema("both").classes()).hasSize(3);
    }

    @Test
    void invalidJsonIsRejected() {
        String json = table("a.csv", "x,y", "1,a", "2,b").toJson();
        for (String bad : List.of("", "null", "{}", json.replace("\"count\" : 2", "\"count\" : -2"),
                json.replace("table", "chair"), json.replace("\"rows\"", "\"raws\""), json + "x")) {
            assertThatIllegalArgumentException().isThrownBy(() -> DataSums.fromJson(bad))
                    .withMessageStartingWith("This is not a file of sums");
        }
    }

    /** Each field contradicts the others, and the sentence says where. */
    @Test
    void impossibleSumsAreRejected() {
        String json = table("a.csv", "x,kind,y", "1,k,3", "2,k,4", "NA,k,4").toJson();
        for (String[] change : new String[][]{
                {"\"rows\" : 3", "\"rows\" : 2", "the label has 3 classified rows in 2 rows"},
                {"\"count\" : 2", "\"count\" : 1", "column 'x' has 1 missing cells and 1 others in 3 rows"},
                {"\"count\" : 2", "\"count\" : -2", "column 'x' has 1 missing cells and -2 others in 3 rows"},
                {"\"missing\" : 1", "\"missing\" : 0", "column 'x' has 0 missing cells and 2 others in 3 rows"},
                {"\"k\" : 3", "\"k\" : 9223372036854775807", "column 'kind' has 0 missing cells and "
                        + "9223372036854775807 others in 3 rows"},
                {"\"4\" : 2", "\"4\" : 1", "the label has 2 classified rows in 3 rows"},
                {"\"4\" : 2", "\"5\" : 2", "the label has a sum of numbers that is not that of the classes"},
                {"[ 3.0 ]", "[ 4.0 ]", "column 'x' has a sum of 2 numbers of 4.0, too far from 0 for the sum of their"
                        + " squares, 5.0"},
                {"[ 5.0 ]", "[ -5.0 ]", "column 'x' has a sum of the squares of 2 numbers of -5.0"},
                {"[ 5.0 ]", "[ 1e90 ]", "column 'x' has a sum of the squares of 2 numbers of 1.0E90"},
                {"[ 5.0 ]", "[ 1e300 ]", "column 'x' has a sum with the term 1.0E300"},
                {"[ 3.0 ]", "[ 1e999 ]", "column 'x' has a sum with the term Infinity"},
                {"[ 3.0 ]", "[ 3" + ".0, 0".repeat(100) + " ]", "column 'x' has a sum of more than 64 terms"},
                {"\"kind\",\n", "\"y\",\n", "a table with two columns of one name"}}) {
            String bad = json.replaceFirst(Pattern.quote(change[0]), change[1]);
            assertThat(bad).as(change[0]).isNotEqualTo(json);
            assertThatIllegalArgumentException().isThrownBy(() -> DataSums.fromJson(bad))
                    .withMessageStartingWith("This is not a file of sums: " + change[2]);
        }
    }

    @Test
    void inconsistentPixelCountsAreRejected() {
        List<Long> greys = GreyValues.greys(new byte[]{0, 10, 20, 30});
        ImageShape shape = new ImageShape(1, 1, 2);
        assertThat(new DataSums.Pixels(2, shape, greys, List.of(1L, 1L)).rows()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSums.Pixels(3, shape, greys, List.of(1L, 2L)))
                .withMessage("4 pixels and 3 classified images in 3 images of 2 pixels");
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSums.Pixels(2, shape, greys, List.of(1L, 2L)));
    }
}
