package dev.grapevine.node.replica.model;

import java.util.Optional;

import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Input of a network for each row.
 *
 * @param features  values per row
 * @param image     shape of the values, if rows are images
 * @param positions predictions per row
 */
public record ModelInput(int features, Optional<ImageShape> image, int positions) {

    /** Input for rows of a schema. */
    public static ModelInput of(Schema schema) {
        return new ModelInput(schema.width(), schema.image(), schema.encoding().positions());
    }

    /** Input for rows of plain features, with one prediction each. */
    public static ModelInput plain(int features) {
        return new ModelInput(features, Optional.empty(), 1);
    }
}
