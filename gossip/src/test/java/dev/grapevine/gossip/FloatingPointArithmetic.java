package dev.grapevine.gossip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the methods of compiled classes that calculate with floats or doubles. */
final class FloatingPointArithmetic {

    private static final Set<Opcode> OPERATIONS = EnumSet.of(Opcode.FADD, Opcode.FSUB, Opcode.FMUL, Opcode.FDIV,
            Opcode.FREM, Opcode.FNEG, Opcode.DADD, Opcode.DSUB, Opcode.DMUL, Opcode.DDIV, Opcode.DREM, Opcode.DNEG);

    private FloatingPointArithmetic() {}

    /** Class and method of each operation below a folder of class files, {@code package/Class.method: OPCODE}. */
    static List<String> in(Path folder) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                found.addAll(in(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    static List<String> in(byte[] classFile) {
        List<String> found = new ArrayList<>();
        ClassModel type = ClassFile.of().parse(classFile);
        for (MethodModel method : type.methods()) {
            method.code().ifPresent(code -> {
                for (CodeElement element : code) {
                    if (element instanceof OperatorInstruction operator && OPERATIONS.contains(operator.opcode())) {
                        found.add(type.thisClass().asInternalName() + "." + method.methodName() + ": "
                                + operator.opcode());
                    }
                }
            });
        }
        return found;
    }
}
