package dev.grapevine.node.doctor;

import java.util.List;

/** Looks at one thing that keeps nodes from meeting. Changes nothing. */
@FunctionalInterface
interface Check {

    /** Returns at least one finding. */
    List<Finding> look(Context context);
}
