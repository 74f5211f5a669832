package dev.grapevine.consensus.kernel;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;

/** Prints which implementation each family of this module has here. */
final class KernelNames {

    private KernelNames() {}

    public static void main(String[] arguments) throws IllegalAccessException {
        System.out.println(byFamily());
    }

    /** The implementations by the name of their family, all that {@link KernelFamilies} holds. */
    static Map<String, String> byFamily() throws IllegalAccessException {
        Map<String, String> names = new TreeMap<>();
        for (Field family : KernelFamilies.class.getDeclaredFields()) {
            names.put(family.getType().getSimpleName(), family.get(null).getClass().getSimpleName());
        }
        return names;
    }
}
