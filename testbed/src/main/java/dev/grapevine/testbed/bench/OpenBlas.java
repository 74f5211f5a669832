package dev.grapevine.testbed.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * {@code cblas_sgemm} of an OpenBLAS that is installed on this machine, on one thread. A yardstick only: nothing else in
 * Grapevine calls native code of its own.
 */
final class OpenBlas {

    /** What Debian calls the library and the package that has it. */
    static final String LIBRARY = "libopenblas.so.0";
    static final String PACKAGE = "libopenblas0-pthread";

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_LIES = 111;
    private static final int TRANSPOSED = 112;

    private final MethodHandle sgemm;

    private OpenBlas(MethodHandle sgemm) {
        this.sgemm = sgemm;
    }

    /** Empty if the library is not there. */
    @SuppressWarnings("restricted") // Native code is what this is for; the launcher allows it.
    static Optional<OpenBlas> load() {
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
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
        return Optional.of(new OpenBlas(sgemm));
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
