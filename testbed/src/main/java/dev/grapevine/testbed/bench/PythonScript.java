package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A Python script among the resources, with which another program is measured. */
final class PythonScript {

    /** Debian's own Python, for which Debian's PyTorch is. */
    private static final Path DEBIAN_PYTHON = Path.of("/usr/bin/python3");

    private PythonScript() {}

    /** The command that starts Python on this machine. */
    static List<String> python() {
        return List.of(Files.exists(DEBIAN_PYTHON) ? DEBIAN_PYTHON.toString() : "python3");
    }

    /**
     * Starts a script. It inherits the environment and standard error.
     *
     * @param python the command that starts Python
     * @param folder where the script is put
     * @param script its name
     * @throws IOException if it cannot be put there or Python cannot be started
     */
    static Process start(List<String> python, Path folder, String script, List<String> arguments) throws IOException {
        Path copy = Files.createDirectories(folder).resolve(script);
        try (InputStream source = PythonScript.class.getResourceAsStream("/" + script)) {
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(python);
        command.add(copy.toString());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
