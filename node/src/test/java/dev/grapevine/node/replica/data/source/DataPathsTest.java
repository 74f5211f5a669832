package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class DataPathsTest {

    private static final Path FOLDER = Path.of("/data");

    @Test
    void relativePathsAreResolvedAgainstFolder() {
        assertThat(DataPaths.resolve("idx:mnist", FOLDER)).isEqualTo("idx:/data/mnist");
        assertThat(DataPaths.resolve("csv:a.csv", FOLDER)).isEqualTo("csv:/data/a.csv");
        assertThat(DataPaths.resolve("libsvm:a9a,test=a9a.t,features=123", FOLDER))
                .isEqualTo("libsvm:/data/a9a,test=/data/a9a.t,features=123");
        assertThat(DataPaths.resolve("csv:a.csv+csv:b/c.csv,label=last,test=0.2", FOLDER))
                .isEqualTo("csv:/data/a.csv+/data/b/c.csv,label=last,test=0.2");
    }

    @Test
    void absolutePathsAndOtherWordsAreUnchanged() {
        assertThat(DataPaths.resolve("digits", FOLDER)).isEqualTo("digits");
        assertThat(DataPaths.resolve("idx:/mnist", FOLDER)).isEqualTo("idx:/mnist");
        assertThat(DataPaths.resolve("csv:", FOLDER)).isEqualTo("csv:");
    }
}
