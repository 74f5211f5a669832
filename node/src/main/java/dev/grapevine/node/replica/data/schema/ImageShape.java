package dev.grapevine.node.replica.data.schema;

/**
 * Shape of an image's features, outermost dimension first: channels, then rows of pixels, then pixels in a row.
 *
 * @param channels 1 for grey
 * @param height   in pixels
 * @param width    in pixels
 */
public record ImageShape(int channels, int height, int width) {

    public ImageShape {
        if (channels < 1 || height < 1 || width < 1
                || (long) height * width > RowEncoding.MAX_FEATURES / channels) {
            throw new IllegalArgumentException("An image of " + channels + " x " + height + " x " + width);
        }
    }

    /** Number of features of an image. */
    public int features() {
        return channels * height * width;
    }
}
