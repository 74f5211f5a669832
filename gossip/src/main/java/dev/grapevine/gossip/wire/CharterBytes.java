package dev.grapevine.gossip.wire;

import java.util.ArrayList;
import java.util.List;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.charter.Charter;

/** The bytes of a charter: the number of its terms, and for each its name, value and whether it is binding. */
public final class CharterBytes {

    private CharterBytes() {}

    public static void write(Charter charter, Output out) {
        out.writeVarInt(charter.terms().size(), true);
        for (Charter.Term term : charter.terms()) {
            PrefixedOutput.text(out, term.name());
            PrefixedOutput.text(out, term.value());
            out.writeBoolean(term.binding());
        }
    }

    /** A charter as separate bytes. */
    public static byte[] of(Charter charter) {
        Output out = new Output(256, -1);
        write(charter, out);
        return out.toBytes();
    }

    /** Reads what {@link #of} wrote. */
    public static Charter read(byte[] bytes) {
        return read(new Input(bytes));
    }

    public static Charter read(Input in) {
        int count = BoundedInput.upTo(in, Charter.MAX_TERMS, "number of terms");
        List<Charter.Term> terms = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            terms.add(new Charter.Term(BoundedInput.text(in), BoundedInput.text(in), in.readBoolean()));
        }
        return new Charter(terms);
    }
}
