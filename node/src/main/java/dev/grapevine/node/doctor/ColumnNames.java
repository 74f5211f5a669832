package dev.grapevine.node.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.ColumnSums;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** The columns of tables. */
final class ColumnNames {

    private ColumnNames() {}

    /** The columns that data have and a schema does not, in words; empty if there are none or the data are no table. */
    static Optional<String> extra(DataSource data, Schema schema) {
        if (!(schema.encoding() instanceof RowEncoding.Table known)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(of(data));
        names.removeAll(known.columns().stream().map(Column::name).toList());
        names.remove(known.label());
        return names.isEmpty() ? Optional.empty() : Optional.of(Quotes.list(names));
    }

    private static List<String> of(DataSource data) {
        try {
            return data.profile().map(DataProfile::sums).filter(DataSums.Table.class::isInstance)
                    .map(DataSums.Table.class::cast).map(ColumnNames::of).orElse(List.of());
        } catch (UserMistakeException e) {
            // They fit the run's schema, which is enough, though no schema of their own.
            return List.of();
        }
    }

    private static List<String> of(DataSums.Table table) {
        List<String> names = new ArrayList<>(table.columns().stream().map(ColumnSums::name).toList());
        names.add(table.label());
        return names;
    }
}
