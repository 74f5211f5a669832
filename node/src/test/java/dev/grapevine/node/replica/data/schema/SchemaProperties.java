package dev.grapevine.node.replica.data.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** The JSON round trip keeps a schema, to the last bit of its numbers. */
class SchemaProperties {

    @Property
    void jsonRoundTripKeepsSchema(@ForAll("schemas") Schema schema) {
        assertThat(isKept(schema, Schema::toJson)).isTrue();
    }

    @Property
    void equalSchemasHaveEqualJson(@ForAll("schemas") Schema schema) {
        assertThat(Schema.fromJson(schema.toJson()).toJson()).isEqualTo(schema.toJson());
    }

    /** Mutation: a writer that rounds numbers to float breaks the law. */
    @Example
    void roundedNumbersBreakTheLaw() {
        Schema schema = new Schema(Task.REGRESS, new RowEncoding.Plain(1), List.of(), new Scaling(0.1, 1));
        assertThat(isKept(schema, broken -> broken.toJson().replace("0.1", String.valueOf((double) 0.1f)))).isFalse();
    }

    /** Any text is either a schema or rejected with the exception that callers expect. */
    @Property
    void damagedJsonIsParsedOrRejected(@ForAll("schemas") Schema schema, @ForAll int place,
            @ForAll char replacement) {
        StringBuilder json = new StringBuilder(schema.toJson());
        json.setCharAt(Math.floorMod(place, json.length()), replacement);
        try {
            assertThat(Schema.fromJson(json.toString())).isNotNull();
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageContaining("schema");
        }
    }

    private static boolean isKept(Schema schema, Function<Schema, String> writer) {
        return Schema.fromJson(writer.apply(schema)).equals(schema);
    }

    @Provide
    Arbitrary<Schema> schemas() {
        return Arbitraries.oneOf(
                Combinators.combine(encodings(), texts(2, 12))
                        .as((encoding, classes) -> new Schema(Task.CLASSIFY, encoding, classes, Scaling.NONE)),
                Combinators.combine(encodings(), scalings())
                        .as((encoding, target) -> new Schema(Task.REGRESS, encoding, List.of(), target)));
    }

    private static Arbitrary<RowEncoding> encodings() {
        Arbitrary<RowEncoding> plain = Arbitraries.integers().between(1, RowEncoding.MAX_FEATURES)
                .map(RowEncoding.Plain::new);
        Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 256);
        Arbitrary<RowEncoding> pixels = Combinators
                .combine(sizes, sizes, Arbitraries.doubles().between(0, 1).ofScale(17),
                        Arbitraries.doubles().between(1e-3, 1).ofScale(17))
                .as(
                        (height, width, mean,
                                scale) -> new RowEncoding.Pixels(new ImageShape(1, height, width),
                                        new Scaling(mean, scale)));
        Arbitrary<RowEncoding> tables = Combinators.combine(texts(2, 6), columns().list().ofSize(5))
                .as((names, columns) -> new RowEncoding.Table(names.getFirst(), IntStream
                        .range(1, names.size()).mapToObj(i -> columns.get(i - 1).apply(names.get(i))).toList()));
        return Arbitraries.oneOf(plain, pixels, tables);
    }

    private static Arbitrary<Function<String, Column>> columns() {
        return Arbitraries.oneOf(
                Combinators.combine(scalings(), Arbitraries.of(true, false))
                        .as((scaling, indicator) -> name -> new Column.Numeric(name, scaling, indicator)),
                texts(0, 5).map(categories -> name -> new Column.Categorical(name, categories)));
    }

    private static Arbitrary<Scaling> scalings() {
        return Combinators.combine(finiteDoubles(), finiteDoubles().map(Math::abs).filter(scale -> scale > 0))
                .as(Scaling::new);
    }

    /** Of any size and with all bits in use, unlike the round numbers that jqwik prefers. */
    private static Arbitrary<Double> finiteDoubles() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform()).map(Double::longBitsToDouble)
                .filter(Double::isFinite);
    }

    private static Arbitrary<List<String>> texts(int least, int most) {
        return Arbitraries.strings().ofMaxLength(8).list().uniqueElements().ofMinSize(least).ofMaxSize(most);
    }
}
