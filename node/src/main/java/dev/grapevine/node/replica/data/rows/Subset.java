package dev.grapevine.node.replica.data.rows;

/** View of some rows of a data set. */
final class Subset implements Dataset {

    private static final int CLOSE = 8;

    private final Dataset base;
    private final int[] baseRows;

    Subset(Dataset base, int[] rows) {
        this.base = base;
        this.baseRows = rows.clone();
        for (int row : baseRows) {
            if (row < 0 || row >= base.rows()) {
                throw new IllegalArgumentException("Row " + row + " is not among " + base.rows() + " rows");
            }
        }
    }

    @Override
    public int rows() {
        return baseRows.length;
    }

    @Override
    public int width() {
        return base.width();
    }

    @Override
    public void features(int[] rows, int from, int count, float[] out) {
        base.features(inBase(rows, from, count), 0, count, out);
    }

    @Override
    public float target(int row) {
        return base.target(baseRows[row]);
    }

    @Override
    public int positions() {
        return base.positions();
    }

    @Override
    public void targets(int[] rows, int from, int count, float[] out) {
        base.targets(inBase(rows, from, count), 0, count, out);
    }

    @Override
    public int shuffleWindow() {
        return base.shuffleWindow();
    }

    /** Passes the hint on where the rows lie close together in the base. */
    @Override
    public void willRead(int from, int count) {
        int first = baseRows[from];
        int last = baseRows[from + count - 1];
        if (last >= first && last - first < (long) CLOSE * count) {
            base.willRead(first, last - first + 1);
        }
    }

    @Override
    public Dataset subset(int[] rows) {
        return new Subset(base, inBase(rows, 0, rows.length));
    }

    @Override
    public Dataset compact(int[] rows) {
        return base.compact(inBase(rows, 0, rows.length));
    }

    private int[] inBase(int[] rows, int from, int count) {
        int[] mapped = new int[count];
        for (int i = 0; i < count; i++) {
            mapped[i] = baseRows[rows[from + i]];
        }
        return mapped;
    }
}
