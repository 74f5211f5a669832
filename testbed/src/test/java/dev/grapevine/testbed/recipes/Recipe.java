package dev.grapevine.testbed.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe of {@code .github/CONTRIBUTING.md}: files to write and edits to make, as its fenced blocks say. A block of
 * Java begins with a comment that names the file; a diff begins with a line {@code --- FILE}.
 *
 * @param title of its section
 */
record Recipe(String title, List<NewFile> files, List<Edit> edits) {

    private static final String SECTION = "### ";
    private static final String JAVA = "```java";
    private static final String DIFF = "```diff";
    private static final String END = "```";

    /** A file that is not there yet. */
    record NewFile(Path path, String text) {}

    /**
     * Lines of a file that are replaced.
     *
     * @param before what stands there, once
     */
    record Edit(Path path, String before, String after) {

        /**
         * The file's text with the edit made.
         *
         * @throws IllegalArgumentException if the lines are not there, or more than once
         */
        String applyTo(String text) {
            int place = text.indexOf(before);
            if (place < 0 || text.indexOf(before, place + 1) >= 0) {
                throw new IllegalArgumentException("In " + path + " there should be once:\n" + before);
            }
            return text.substring(0, place) + after + text.substring(place + before.length());
        }
    }

    /** All sections of a page that bring a file. */
    static List<Recipe> readAll(Path page) throws IOException {
        List<Recipe> recipes = new ArrayList<>();
        Recipe current = new Recipe("", new ArrayList<>(), new ArrayList<>());
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(SECTION)) {
                current = new Recipe(line.substring(SECTION.length()), new ArrayList<>(), new ArrayList<>());
                recipes.add(current);
            } else if (line.equals(JAVA) || line.equals(DIFF)) {
                int indent = lines.get(i).indexOf('`');
                List<String> block = new ArrayList<>();
                for (i++; !lines.get(i).strip().equals(END); i++) {
                    block.add(lines.get(i).substring(Math.min(indent, lines.get(i).length())));
                }
                current.add(line.equals(JAVA), block);
            }
        }
        return recipes.stream().filter(recipe -> !recipe.files.isEmpty()).toList();
    }

    private void add(boolean java, List<String> block) {
        Path path = Path.of(block.getFirst().replaceFirst("^(//|---) *", ""));
        List<String> rest = block.subList(1, block.size());
        if (java) {
            files.add(new NewFile(path, String.join("\n", rest) + "\n"));
            return;
        }
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : rest) {
            if (line.startsWith("@@")) {
                edits.add(new Edit(path, before.toString(), after.toString()));
                before.setLength(0);
                after.setLength(0);
                continue;
            }
            String text = line.isEmpty() ? "" : line.substring(1);
            if (!line.startsWith("+")) {
                before.append(text).append('\n');
            }
            if (!line.startsWith("-")) {
                after.append(text).append('\n');
            }
        }
        edits.add(new Edit(path, before.toString(), after.toString()));
    }

    /** The tests that it brings, by class name. */
    List<String> tests() {
        return files.stream().map(file -> file.path.toString()).filter(path -> path.contains("src/test/java/"))
                .filter(path -> path.endsWith("Test.java"))
                .map(path -> path.replaceFirst(".*src/test/java/", "").replaceFirst("\\.java$", "").replace('/', '.'))
                .toList();
    }

    /** Its title: what a test shows. */
    @Override
    public String toString() {
        return title;
    }
}
