package dev.grapevine.node.replica.data.source;

import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/** Converts labels to targets with a schema. Not thread-safe. */
final class LabelReader {

    private final Schema schema;
    private final Map<String, Integer> classNumbers = new TreeMap<>();

    LabelReader(Schema schema) {
        this.schema = schema;
        for (int i = 0; i < schema.classes().size(); i++) {
            classNumbers.put(schema.classes().get(i), i);
        }
    }

    /** Target of a row. */
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
            throw place.mistake("the class " + Quotes.quote(label) + " is unknown: allowed in this run are "
                    + Quotes.list(schema.classes()));
        }
        return number;
    }

    private float scaled(String label, Place place) {
        float target = schema.target().scaled(Numbers.parse(label));
        if (!Float.isFinite(target)) {
            throw place.mistake(
                    "the label " + Quotes.quote(label) + " is not a finite number: allowed are finite numbers");
        }
        return target;
    }
}
