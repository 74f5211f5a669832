package dev.grapevine.node.doctor;

import java.util.List;

/** Whether the node's data fit the run. */
final class SchemaCheck implements Check {

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("schema");
        OwnData data = context.data();
        switch (data.fit()) {
            case FITS -> found.ok(data.sentence());
            case NO_RUN, NO_DATA -> found.unknown(data.sentence());
            case MISFIT -> found.bad(data.sentence());
        }
        return found.all();
    }
}
