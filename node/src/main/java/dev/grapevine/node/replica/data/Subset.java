package dev.grapevine.node.replica.data;

/** A view of some rows of a data set. */
final class Subset implements Dataset {

    private final Dataset base;
    private final int[] baseRows;

    Subset(Dataset base, int[] rows) {
        this.base = base;
        this.baseRows = rows.clone();
        for (int row : baseRows) {
            if (row < 0 || row >= base.rows()) {
                throw new IllegalArgumentException("Row " + row + " of " + base.rows());
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
