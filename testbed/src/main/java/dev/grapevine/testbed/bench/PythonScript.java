package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Python script among the resources, with which another program is measured. */
final class PythonScript {

    /** Debian's own Python, for which Debian's PyTorch is. */
    private static final Path DEBIAN_PYTHON = Path.of("/usr/bin/python3");

    /** The prefixes of the variables that OpenBLAS (GotoBLAS before), MKL, BLIS, oneDNN, PyTorch and OpenMP read. */
    private static final List<String> SETTINGS = List.of("OPENBLAS_", "GOTO_", "MKL_", "BLIS_", "DNNL_", "ONEDNN_",
            "ATEN_", "TORCH_", "PYTORCH_", "OMP_", "GOMP_", "KMP_");

    private PythonScript() {}

    /** The command that starts Python on this machine. */
    static List<String> python() {
        return List.of(Files.exists(DEBIAN_PYTHON) ? DEBIAN_PYTHON.toString() : "python3");
    }

    /**
     * Starts a script, on one thread. It inherits standard error, and the environment but for what
     * {@link #withoutOthersSettings} takes out.
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
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        withoutOthersSettings(builder.environment());
        return builder.start();
    }

    /**
     * Takes out of an environment what makes libraries of arithmetic choose other code than they would by themselves, or
     * more threads than one.
     */
    static void withoutOthersSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> SETTINGS.stream().anyMatch(name::startsWith));
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("OPENBLAS_NUM_THREADS", "1");
    }
}
