package dev.grapevine.node.predict;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

/**
 * Predictions as CSV: the column {@code prediction} and, for classes, a column {@code probability of CLASS} each. Must
 * be closed. Not thread-safe.
 */
public final class PredictionTable implements Predictor.Predictions, AutoCloseable {

    private final CsvWriter writer;
    private long rows;

    /** @param out is closed with this table */
    public PredictionTable(Schema schema, Writer out) {
        this.writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        List<String> header = new ArrayList<>(List.of("prediction"));
        if (schema.task() == Task.CLASSIFY) {
            schema.classes().forEach(name -> header.add("probability of " + name));
        }
        writer.writeRecord(header);
    }

    @Override
    public void add(Prediction prediction, float target) {
        rows++;
        if (!prediction.isClass()) {
            writer.writeRecord(Float.toString((float) prediction.value()));
            return;
        }
        String[] cells = new String[1 + prediction.classes().size()];
        cells[0] = prediction.label();
        for (int i = 1; i < cells.length; i++) {
            cells[i] = Float.toString((float) prediction.probability(i - 1));
        }
        writer.writeRecord(cells);
    }

    /** Number of predictions so far. */
    public long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
