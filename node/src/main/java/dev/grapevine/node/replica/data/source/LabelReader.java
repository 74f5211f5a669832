package dev.grapevine.node.replica.data.source;

import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Citations;

/** Turns labels into targets as a schema says. Not for several threads at once. */
final class LabelReader {

    private final Schema schema;
    private final Map<String, Integer> classNumbers = new TreeMap<>();

    LabelReader(Schema schema) {
        this.schema = schema;
        for (int i = 0; i < schema.classes().size(); i++) {
            classNumbers.put(schema.classes().get(i), i);
        }
    }

    /** The target of a row. */
    float target(String label, Place place) {
        return switch (schema.task()) {
            case CLASSIFY -> classNumber(label, place);
            case REGRESS -> scaled(label, place);
        };
    }

    private int classNumber(String label, Place place) {
        Integer number = classNumbers.get(label);
        if (number == null) {
            double value = Numbers.parse(label);
            number = Double.isFinite(value) ? classNumbers.get(Numbers.name(value)) : null;
        }
        if (number == null) {
            throw place.mistake("the class " + Citations.quote(label) + " is unknown: allowed by the run are "
                    + Citations.list(schema.classes()));
        }
        return number;
    }

    private float scaled(String label, Place place) {
        float target = schema.target().scaled(Numbers.parse(label));
        if (!Float.isFinite(target)) {
            throw place.mistake("the label " + Citations.quote(label) + " is no finite number: allowed are numbers");
        }
        return target;
    }
}
