package dev.grapevine.consensus.delta;

/** The codecs that send numbers as they are or on a scale of the sender's. They need no grid: all differences are in reach. */
abstract class GridlessCodec implements DeltaCodec {

    private final String name;

    GridlessCodec(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Grid firstGrid(int expectedDifference) {
        return Grid.NONE;
    }

    @Override
    public final Grid widen(Grid grid) {
        return grid;
    }

    @Override
    public final boolean accepts(Grid grid) {
        return grid.equals(Grid.NONE);
    }

    /** From one end of the range to the other it is 2³¹, one more than an int holds. */
    static int difference(int theirs, int own) {
        return (int) Math.min(Integer.MAX_VALUE, (long) theirs - own);
    }
}
