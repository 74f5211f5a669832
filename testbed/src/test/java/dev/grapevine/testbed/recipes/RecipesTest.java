package dev.grapevine.testbed.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes for contributors: each is carried out in a copy as the page says, compiled, and its tests are run. */
class RecipesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve(".github/CONTRIBUTING.md");
    private static final List<String> MODULES = List.of("consensus", "gossip", "node", "sim", "testbed");

    @TempDir
    private Path folder;

    static List<Recipe> recipes() throws IOException {
        return Recipe.readAll(PAGE);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_carriedOutAsWritten_compilesAndItsTestPasses(Recipe recipe) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> sources = write(recipe);
        run(compiler(classes, sources));
        assertThat(recipe.tests()).as("tests of the recipe").isNotEmpty();
        run(tests(classes, recipe.tests()));
    }

    @Test
    void page_hasAllRecipes() throws IOException {
        assertThat(recipes()).extracting(Recipe::title).contains("A layer", "A codec", "A fault", "A law", "A knob",
                "A benchmark");
    }

    @Test
    void recipe_forLinesThatAreNotThere_fails() {
        Recipe.Edit edit = new Recipe.Edit(Path.of("A.java"), "b\n", "c\n");
        assertThat(edit.applyTo("a\nb\nd\n")).isEqualTo("a\nc\nd\n");
        assertThatThrownBy(() -> edit.applyTo("a\n")).hasMessageContaining("A.java");
        assertThatThrownBy(() -> edit.applyTo("b\nb\n")).hasMessageContaining("A.java");
    }

    /** New and edited files, in a copy; resources go where classes will be. */
    private List<Path> write(Recipe recipe) throws IOException {
        Map<Path, String> texts = new HashMap<>();
        for (Recipe.NewFile file : recipe.files()) {
            assertThat(ROOT.resolve(file.path())).as("a new file").doesNotExist();
            texts.put(file.path(), file.text());
        }
        for (Recipe.Edit edit : recipe.edits()) {
            String text = texts.containsKey(edit.path())
                    ? texts.get(edit.path())
                    : Files.readString(ROOT.resolve(edit.path()));
            texts.put(edit.path(), edit.applyTo(text));
        }
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<Path, String> text : texts.entrySet()) {
            Path copy = folder.resolve("sources").resolve(text.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, text.getValue());
            sources.add(copy);
        }
        return sources.stream().filter(source -> source.toString().endsWith(".java")).sorted().toList();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** What is there already, tests included. */
    private static String classPath() {
        Stream<String> modules = MODULES.stream().flatMap(module -> Stream.of("classes", "test-classes")
                .map(kind -> ROOT.resolve(module).resolve("target").resolve(kind).toString()));
        return String.join(File.pathSeparator,
                Stream.concat(Stream.of(System.getProperty("java.class.path")), modules).toList());
    }

    private static List<String> compiler(Path classes, List<Path> sources) {
        List<String> command = new ArrayList<>(List.of(java("javac"), "-d", classes.toString(), "-parameters",
                "--add-modules", "jdk.incubator.vector", "-proc:none", "-nowarn", "-cp", classPath()));
        sources.forEach(source -> command.add(source.toString()));
        return command;
    }

    private static List<String> tests(Path classes, List<String> tests) {
        List<String> command = new ArrayList<>(List.of(java("java"), "--add-modules", "jdk.incubator.vector", "-cp",
                classes + File.pathSeparator + classPath(), TestsOfARecipe.class.getName()));
        command.addAll(tests);
        return command;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> read(output)).isZero();
    }

    private static String read(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
