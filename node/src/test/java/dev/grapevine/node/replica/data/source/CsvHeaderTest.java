package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.replica.data.Mistakes;
import dev.grapevine.node.replica.data.Samples;

class CsvHeaderTest {

    @TempDir
    Path directory;

    private List<String> names(List<String> expected, String... lines) {
        return CsvFile.open(new DataFile(Samples.write(directory, "t.csv", lines)), CsvDialect.OPEN, expected).names();
    }

    private List<String> names(String... lines) {
        return names(List.of(), lines);
    }

    @Test
    void namesAboveNumbersAreHeader() {
        assertThat(names("a,b", "1,x")).containsExactly("a", "b");
        assertThat(names("a,b", "x,NA", "y,?", "z,7")).containsExactly("a", "b");
    }

    @Test
    void nameAboveOneNumericColumnIsHeader() {
        assertThat(names("id,2013,", "7,1,x", "8,2,y")).containsExactly("id", "2013", "");
    }

    @Test
    void numbersAreNotHeader() {
        assertThat(names("1,2", "3,4")).containsExactly("column 0", "column 1");
        assertThat(names("842302,M,17.99", "842517,B,20.57")).containsExactly("column 0", "column 1", "column 2");
    }

    @Test
    void missingCellIsNotHeader() {
        assertThat(names("?,5", "3,4")).containsExactly("column 0", "column 1");
        assertThat(names("NA,x", "3,x")).containsExactly("column 0", "column 1");
    }

    @Test
    void textAboveTextIsNotHeader() {
        assertThat(names("a,b", "x,y", "z,?")).containsExactly("column 0", "column 1");
        assertThat(names("only,one")).containsExactly("column 0", "column 1");
    }

    @Test
    void distinctTextAboveMixedCellsIsHeader() {
        assertThat(names("a,b", "1,x", "n,y")).containsExactly("a", "b");
        assertThat(names("x,x", "1,x", "n,y")).containsExactly("column 0", "column 1");
    }

    @Test
    void expectedNamesAreHeaderAboveAnyCells() {
        assertThat(names(List.of("b"), "a,b", "x,y")).containsExactly("a", "b");
        assertThat(names(List.of("M"), "842302,M", "842517,B")).containsExactly("column 0", "column 1");
    }

    @Test
    void quotesSpacesByteOrderMarkAndBlankLinesAreAccepted() {
        assertThat(names("\uFEFF\"a, b\" , c ", "", "  ", " 1 ,\" 2 \"")).containsExactly("a, b", "c");
    }

    @Test
    void duplicateColumnNamesAreRejected() {
        Mistakes.assertMistake(() -> names("a,b,a", "1,2,3"), "t.csv line 1", "'a'");
    }
}
