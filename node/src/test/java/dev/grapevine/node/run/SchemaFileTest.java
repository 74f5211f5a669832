package dev.grapevine.node.run;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;

/** A schema agreed on before the run. */
class SchemaFileTest {

    @TempDir
    Path folder;

    private Path csv(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private RunOptions options(Path data, Path schema) {
        return RunOptions.of(Map.of("data", "csv:" + data, "schema", schema.toString()));
    }

    @Test
    void founderUsesNamedSchema() throws IOException {
        Path wide = csv("wide.csv", "x,y\n0,a\n1000,b\n");
        Schema agreed = DataSource.parse("csv:" + wide + ",test=" + wide).describe();
        Path file = folder.resolve("schema.json");
        SchemaFile.write(file, agreed);
        assertThat(Files.readString(file)).hasLineCount(21).endsWith("}\n");
        RunOptions options = options(csv("narrow.csv", "x,y\n1,a\n2,a\n"), file);
        RunSetup setup = RunSetup.found(options);
        assertThat(setup.schema()).isEqualTo(agreed);
        assertThat(RunTerms.pinned(options)).containsEntry("schema", agreed.toJson());
        assertThat(RunTerms.pinned(RunOptions.of(Map.of()))).doesNotContainKey("schema");
    }

    @Test
    void differingPinnedSchemaIsReported() throws IOException {
        Path data = csv("a.csv", "a long name of a column,another long name of a column,x,y\n1,1,1,a\n2,2,2,b\n");
        Path file = folder.resolve("schema.json");
        SchemaFile.write(file, DataSource.parse("csv:" + data + ",test=" + data).describe());
        Charter charter = RunSetup.found(options(data, file)).charter();
        Files.writeString(file, Files.readString(file).replace("\"classes\" : [ \"a\", \"b\" ]",
                "\"classes\" : [ \"a\", \"c\" ]"));
        assertThat(charter.firstRefusal(RunTerms.pinned(options(data, file))).orElseThrow())
                .startsWith("schema is …").contains("\"a\",\"c\"]").contains("\"a\",\"b\"]").hasSizeLessThan(220);
    }

    @Test
    void invalidFileIsReportedWithLine() throws IOException {
        Path data = csv("a.csv", "x,y\n1,a\n2,b\n");
        Path none = folder.resolve("none.json");
        assertMistakeAbout(() -> RunSetup.found(options(data, none)), none + " cannot be read", "allowed");
        Path broken = csv("broken.json", "{\n  \"task\" : \"CLASSIFY\",\n  \"encoding\" : oops\n}\n");
        assertMistakeAbout(() -> RunSetup.found(options(data, broken)), broken + ": This is not a schema: ", "oops",
                "(line 3)",
                "allowed is a file written by 'grapevine data --schema FILE'");
        Path unknown = csv("unknown.json", "{\"task\" : \"CLASSIFY\", \"colour\" : 3}");
        assertMistakeAbout(() -> RunSetup.found(options(data, unknown)),
                unknown + ": This is not a schema: Missing creator property 'encoding' (index 1) (line 1); allowed");
        assertMistakeAbout(() -> SchemaFile.readSums(broken), broken + ": This is not a file of sums: ",
                "allowed is a file written by 'grapevine data --sums FILE'");
        Path nowhere = folder.resolve("nowhere/schema.json");
        Schema schema = DataSource.parse("csv:" + data + ",test=" + data).describe();
        assertMistakeAbout(() -> SchemaFile.write(nowhere, schema), nowhere + " cannot be written", "allowed");
    }

    @Test
    void schemaOfOtherDataIsMistake() throws IOException {
        Path data = csv("a.csv", "x,y\n1,a\n2,b\n");
        Path file = folder.resolve("schema.json");
        SchemaFile.write(file, DataSource.parse("csv:" + data + ",test=" + data).describe());
        Path other = csv("b.csv", "z,y\n1,a\n2,b\n");
        assertMistake(() -> LocalRun.prepare(RunSetup.found(options(other, file))),
                other + " has the columns z, y and no column 'x': allowed are columns that every file has");
        Path classes = csv("c.csv", "x,y\n1,a\n2,c\n");
        assertMistake(() -> LocalRun.prepare(RunSetup.found(options(classes, file))),
                classes + " line 3: the class 'c' is unknown: allowed in this run are a, b");
        assertMistakeAbout(
                () -> LocalRun.prepare(
                        RunSetup.found(RunOptions.of(Map.of("data", "digits", "schema", file.toString())))),
                "Data 'digits' has images");
    }

    @Test
    void pathInSettingsFileIsRelativeToItsFolder() throws IOException {
        Path settings = csv("s.yaml", "data: csv:a.csv\nschema: agreed/schema.json\n");
        assertThat(NodeFile.read(settings, Map.of(), List.of())).containsEntry("schema",
                folder.resolve("agreed/schema.json").toString());
    }
}
