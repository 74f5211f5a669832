package dev.grapevine.node.replica.data.schema;

/**
 * What an image's features are, outermost dimension first: channels, then rows of pixels, then pixels in a row.
 *
 * @param channels 1 for grey
 * @param height   pixels
 * @param width    pixels
 */
public record ImageShape(int channels, int height, int width) {

    public ImageShape {
        if (channels < 1 || height < 1 || width < 1
                || (long) height * width > RowEncoding.MAX_FEATURES / channels) {
            throw new IllegalArgumentException("An image of " + channels + " x " + height + " x " + width);
        }
    }

    /** How many features an image has. */
    public int features() {
        return channels * height * width;
    }
}
