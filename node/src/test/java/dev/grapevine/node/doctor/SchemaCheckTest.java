package dev.grapevine.node.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.SchemaFile;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.NodeDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/** Data beside the run of a checkpoint, or an agreed schema. */
class SchemaCheckTest {

    @TempDir
    private Path folder;
    private Path node;

    @BeforeEach
    void nodeWithACheckpoint() throws IOException {
        node = folder.resolve("node");
        RunSetup setup = RunSetup.found(RunOptions.of(Map.of("data", data("own", "x,y,label", "1,2,a", "2,1,b", "3,5,a",
                "4,0,b"), "model", "mlp:4")));
        try (NodeDirectory directory = NodeDirectory.open(node)) {
            directory.writeCheckpoint(new CheckpointFile(setup.charter(), new byte[0],
                    LocalRun.prepare(setup).trainer().save(), 0));
        }
        SchemaFile.write(folder.resolve("schema.json"), setup.schema());
    }

    private String data(String name, String... lines) throws IOException {
        return "csv:" + Files.write(folder.resolve(name + ".csv"), List.of(lines));
    }

    private List<String> look(boolean besideRun, String data, String... more) {
        SampleContext sample = new SampleContext();
        sample.folder = besideRun ? Optional.of(node) : Optional.empty();
        Map<String, String> options = new LinkedHashMap<>(Map.of("data", data));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        sample.options = options;
        return sample.look(new SchemaCheck());
    }

    @Test
    void dataThatFitAreWell() throws IOException {
        assertThat(look(true, data("other", "y,x,label", "1,2,a", "2,1,b", "3,5,a"))).singleElement().asString()
                .startsWith("ok schema the data fit the run in the folder: ").endsWith("with the columns of the run");
    }

    @Test
    void missingAndAdditionalColumnsAreNamed() throws IOException {
        assertThat(look(true, data("missing", "x,z,label", "1,2,a", "2,1,b", "3,5,a"))).singleElement().asString()
                .startsWith("bad schema ").contains("missing.csv", "no column 'y'");
        assertThat(look(true, data("more", "x,y,extra,label", "1,2,7,a", "2,1,7,b", "3,5,8,a"))).singleElement()
                .asString().startsWith("ok schema ").endsWith("of which the run does not use the columns extra");
    }

    @Test
    void otherClassesAndOtherRunsAreTold() throws IOException {
        assertThat(look(true, data("classes", "x,y,label", "1,2,a", "2,1,c", "3,5,a"))).singleElement().asString()
                .startsWith("bad schema ").contains("'c'");
        assertThat(look(true, data("own", "x,y,label", "1,2,a", "2,1,b", "3,1,b"), "model", "mlp:8")).singleElement()
                .asString().startsWith("bad schema the checkpoint in the folder belongs to another run: ")
                .contains("mlp:8", "mlp:4");
        assertThat(look(true, "csv:" + folder.resolve("none.csv"))).singleElement().asString()
                .startsWith("bad schema ").contains("does not exist");
    }

    @Test
    void withoutARunAnAgreedSchemaIsTaken() throws IOException {
        String missing = data("missing", "x,z,label", "1,2,a", "2,1,b", "3,5,a");
        assertThat(look(false, missing)).singleElement().asString().startsWith("? schema the data can be read (");
        assertThat(look(false, missing, "schema", folder.resolve("schema.json").toString())).singleElement().asString()
                .startsWith("bad schema ").contains("no column 'y'");
        assertThat(new SampleContext().look(new SchemaCheck())).containsExactly("? schema no data were named (--data)");
    }
}
