package dev.grapevine.testbed.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * {@code cblas_sgemm} of an OpenBLAS that is installed on this machine, on one thread. A yardstick only: nothing else in
 * Grapevine calls native code of its own.
 */
final class OpenBlas {

    /** Debian's names of the library and of the package that has it. */
    static final String LIBRARY = "libopenblas.so.0";
    static final String PACKAGE = "libopenblas0-pthread";

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_LIES = 111;
    private static final int TRANSPOSED = 112;

    /** The longest word, in bytes: longer than any answer. */
    private static final int LONGEST_WORD = 4096;
    /** Variables that make it choose another kernel, or another size of block, than it would by itself. */
    private static final List<String> SETTINGS = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

    private final MethodHandle sgemm;
    private final String config;
    private final String kernel;

    private OpenBlas(MethodHandle sgemm, String config, String kernel) {
        this.sgemm = sgemm;
        this.config = config;
        this.kernel = kernel;
    }

    /** Empty if the library is not there. */
    @SuppressWarnings("restricted") // Native code is what this is for; the launcher allows it.
    static Optional<OpenBlas> load() {
        Linker linker = Linker.nativeLinker();
        SETTINGS.forEach(name -> unset(linker, name));
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        ValueLayout.OfFloat factor = ValueLayout.JAVA_FLOAT;
        MethodHandle threads = linker.downcallHandle(library.findOrThrow("openblas_set_num_threads"),
                FunctionDescriptor.ofVoid(number));
        MethodHandle sgemm = linker.downcallHandle(library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(number, number, number, number, number, number, factor, ValueLayout.ADDRESS,
                        number, ValueLayout.ADDRESS, number, factor, ValueLayout.ADDRESS, number));
        try {
            threads.invokeExact(1);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return Optional.of(new OpenBlas(sgemm, word(linker, library, "openblas_get_config"),
                word(linker, library, "openblas_get_corename")));
    }

    /** Takes a variable that the library reads when it is loaded out of this process's environment. */
    @SuppressWarnings("restricted") // As in load.
    private static void unset(Linker linker, String variable) {
        Optional<MemorySegment> function = linker.defaultLookup().find("unsetenv");
        if (function.isEmpty()) {
            return;
        }
        MethodHandle unset = linker.downcallHandle(function.get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) unset.invokeExact(arena.allocateFrom(variable));
            if (result != 0) {
                throw new IllegalStateException("unsetenv " + variable + " gave " + result);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // As in load.
    private static String word(Linker linker, SymbolLookup library, String function) {
        MethodHandle get = linker.downcallHandle(library.findOrThrow(function),
                FunctionDescriptor.of(ValueLayout.ADDRESS));
        try {
            MemorySegment text = (MemorySegment) get.invokeExact();
            return text.reinterpret(LONGEST_WORD).getString(0).strip();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library's version and kernel, for the foot of a table. */
    YardstickProgram program() {
        String version = config.replaceAll("^\\S*\\s+(\\S+).*$", "$1");
        return YardstickProgram.here("OpenBLAS", version, new Blas(LIBRARY, config, kernel).toString(),
                "cblas_sgemm by a call from Java, matrices outside of the heap");
    }

    /** {@code C = A · B}, all row-major and outside of the heap; {@code aTransposed} if A lies column after column. */
    void multiply(int rows, int columns, int inner, boolean aTransposed, MemorySegment a, MemorySegment b,
            MemorySegment c) {
        try {
            sgemm.invokeExact(ROW_MAJOR, aTransposed ? TRANSPOSED : AS_IT_LIES, AS_IT_LIES, rows, columns, inner, 1f,
                    a, aTransposed ? rows : inner, b, columns, 0f, c, columns);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
