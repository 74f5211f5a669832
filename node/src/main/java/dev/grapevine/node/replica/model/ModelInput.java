package dev.grapevine.node.replica.model;

import java.util.Optional;

import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * What a network gets for each row.
 *
 * @param features  values per row
 * @param image     what the values are, if rows are images
 * @param positions predictions to make for each row
 */
public record ModelInput(int features, Optional<ImageShape> image, int positions) {

    /** What rows of such data are. */
    public static ModelInput of(Schema schema) {
        return new ModelInput(schema.width(), schema.image(), schema.encoding().positions());
    }

    /** Rows of which no more is known than how many values they have, with one prediction each. */
    public static ModelInput plain(int features) {
        return new ModelInput(features, Optional.empty(), 1);
    }
}
